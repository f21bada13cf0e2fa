"""Pass one digit through network B and keep the maps of both convolutions, behind the ReLU."""

from pathlib import Path
from pkgutil import resolve_name

from safetensors.torch import load_file

from cnn_lecture.architecture import activations
from cnn_lecture.data.mnist import load
from cnn_lecture.files import write_arrays
from cnn_lecture.joblog import keep_log
from cnn_lecture.training import examples

keep_log(snakemake.log[0])

digits = load(Path(snakemake.input.data[0]).parent)
network = resolve_name(snakemake.params.build)()
network.load_state_dict(load_file(snakemake.input.weights[0]))
images, _ = examples(digits.test_images[:1], digits.test_labels[:1], mean=0, std=1)
maps = activations(network, images)
write_arrays(
    snakemake.output[0],
    image=digits.test_images[0],
    first=maps["relu1"][0].numpy(),
    second=maps["relu2"][0].numpy(),
)
