#!/usr/bin/env bash
# Makes .venv from requirements.lock: uv, the locked packages with their hashes checked, and this package itself.
# `environment.sh uv` has uv there, and ends.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { printf 'set-up: %s\n' "$1" >&2; exit 1; }

# Tried on Linux with Intel's or AMD's processors. For some others the lock has packages; for the rest there is no PyTorch,
# and it is better to say so before gigabytes are fetched.
untried() { printf 'set-up: nobody has tried this on %s, though all packages are there: tell us how it went\n' "$1" >&2; }
machine=$(uname -m)
case "$(uname -s)/$machine" in
  Linux/x86_64)
    case "$(uname -r)" in *[Mm]icrosoft*) untried "Windows (WSL); build below your home, not below /mnt" ;; esac ;;
  Linux/aarch64 | Linux/arm64) untried "Linux on ARM" ;;
  Darwin/arm64)
    release=$(uname -r)  # of Darwin: 24 is macOS 15
    [ "${release%%.*}" -ge 24 ] || fail "macOS 15 or newer is needed: the packages of the lock are not made for older ones"
    untried "a Mac" ;;
  Darwin/*) fail "there is no PyTorch of these days for Macs with Intel's processors; build on Linux" ;;
  *) fail "there is no PyTorch for $(uname -s) on $machine; build on Linux, on Windows in WSL" ;;
esac
if ldd --version 2>&1 | grep -qi musl; then
  fail "there is no PyTorch for a Linux with musl, such as Alpine; build where the C library is glibc"
fi

PYTHON=${PYTHON:-python3}
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  fail "$PYTHON is not Python 3.11 or newer; install one, or name it: PYTHON=/usr/bin/python3.12 make"

if ! UV=$(command -v uv); then
  UV=$PWD/.cache/uv-tool/bin/uv
  if [ ! -x "$UV" ]; then
    echo "set-up: installing uv into .cache/uv-tool" >&2
    # --target: works where Python is managed by the system, and changes nothing outside this folder
    "$PYTHON" -m pip install --quiet --disable-pip-version-check --target .cache/uv-tool 'uv>=0.9,<1' ||
      fail "uv could not be installed; install it (https://docs.astral.sh/uv/) and call make again"
  fi
fi

[ "${1:-}" != uv ] || exit 0

# Eleven gigabytes: the environment takes seven, and the packages are unpacked beside it first.
free=$(df -Pk . | awk 'NR == 2 {print int($4 / 1048576)}')
[ -d .venv ] || [ "$free" -ge 11 ] || fail "only $free GB are free here, the environment needs 11"

echo "set-up: $(grep -c '==' requirements.lock) packages, about 7 GB, into .venv" >&2
[ -x .venv/bin/python ] || "$UV" venv --quiet --python "$PYTHON" .venv
# Bytecode now: every one of the build's many processes starts faster.
"$UV" pip sync --quiet --python .venv/bin/python --require-hashes --compile-bytecode requirements.lock
"$UV" pip install --quiet --python .venv/bin/python --no-deps --editable .
# The path to our sources relative to the environment: Python reads that file as the locale's letters, and where they
# are ASCII it would not start in a folder with others.
for link in .venv/lib/python*/site-packages/__editable__.cnn_lecture-*.pth; do
  [ -f "$link" ] || continue
  echo ../../../../src >.venv/sources.pth
  mv .venv/sources.pth "$link"
done
