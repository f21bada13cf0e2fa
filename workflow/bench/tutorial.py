"""Contender: network A as the classic tutorial trains it: torchvision's data set, transforms, DataLoader.

Reads one line for each round: the number of batches. Answers with the seconds they took.
"""

import sys
import time

import torch
from torch.nn import functional as F
from torchvision import datasets, transforms

from cnn.networks.digits import network_a

data, threads, workers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(threads)
torch.manual_seed(1)
steps = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))])
digits = datasets.MNIST(data, train=True, download=False, transform=steps)
loader = torch.utils.data.DataLoader(digits, batch_size=64, shuffle=True, num_workers=workers)
network = network_a()
optimiser = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.5)

for line in sys.stdin:
    many, batches = int(line), iter(loader)
    network.train()
    start = time.perf_counter()
    for batch in range(many):
        try:
            images, labels = next(batches)
        except StopIteration:
            batches = iter(loader)
            images, labels = next(batches)
        optimiser.zero_grad()
        loss = F.nll_loss(network(images), labels)
        loss.backward()
        optimiser.step()
        if batch % 10 == 0:
            loss.item()
    print(time.perf_counter() - start, flush=True)
