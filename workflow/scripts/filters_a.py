"""Take the kernels of network A's first layer."""

from safetensors.numpy import load_file

from cnn_lecture.files import write_arrays
from cnn_lecture.joblog import keep_log

keep_log(snakemake.log[0])

write_arrays(snakemake.output[0], kernels=load_file(snakemake.input[0])["conv1.weight"])
