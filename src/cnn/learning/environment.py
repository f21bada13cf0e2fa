"""Environment variables of processes that train; they have to be set before such a process starts."""

# For glibc's malloc: keep freed memory instead of giving it back to the system. A step frees and takes the same large
# buffers again, and each time the system would fill new pages with zeros: thousands of page faults a step, a quarter
# of network B's time. Other systems ignore these variables.
KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(32 * 2**20), "MALLOC_TRIM_THRESHOLD_": str(4 * 2**30)}

# The kernels that every x86-64 machine of the last ten years has; with one thread they give everywhere the same bits.
PORTABLE = {"ATEN_CPU_CAPABILITY": "default", "ONEDNN_MAX_CPU_ISA": "AVX2", "MKL_CBWR": "COMPATIBLE"}
