"""The yardstick: how fast this machine multiplies matrices of float32.

Reads one line for each round: the number of products of two 2048×2048 matrices. Answers with the seconds they took.
"""

import sys
import time

import torch

torch.set_num_threads(int(sys.argv[2]))
left, right, product = torch.rand(2048, 2048), torch.rand(2048, 2048), torch.empty(2048, 2048)
for line in sys.stdin:
    start = time.perf_counter()
    for _ in range(int(line)):
        torch.mm(left, right, out=product)
    print(time.perf_counter() - start, flush=True)
