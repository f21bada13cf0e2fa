# The short commands of the README. What they run can be run without make as well.
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

CORES ?= $(shell nproc)
UV = $(or $(shell command -v uv),.cache/uv-tool/bin/uv)
# The configuration of EDITION, as an option; make says so where there is none.
OF_EDITION = $(if $(EDITION),--configfile $(or $(wildcard config/$(EDITION).yaml),$(error EDITION=$(EDITION): there is \
	no config/$(EDITION).yaml; there are $(basename $(notdir $(wildcard config/*.yaml))))))
SNAKEMAKE = .venv/bin/snakemake --workflow-profile workflow/profiles/default --cores $(CORES)
MARKED = $(if $(filter mark,$(REFUTED)),--config refuted=mark)

.PHONY: lecture preview full portable watch check test stress verify verify-all crate reproduce bench archive fetch record compare drift edition release lock audit slurm clean help

lecture: .venv/ready  ## build the lecture into public/; REFUTED=mark marks claims that are refuted, and goes on
	@$(SNAKEMAKE) $(MARKED)

preview: .venv/ready  ## the same lecture on a tenth of the data, in about three minutes
	@$(SNAKEMAKE) --configfile config/preview.yaml

full: .venv/ready  ## more seeds, longer curves: for a GPU, a cluster, the weekly build
	@$(SNAKEMAKE) --configfile config/full.yaml

portable: .venv/ready  ## the same lecture in bits that any x86-64 with AVX2 makes; trainings take two to three times as long
	@$(SNAKEMAKE) --configfile config/portable.yaml

watch: .venv/ready  ## the lecture in the browser, fresh at each save; EDITION=preview for the preview
	@.venv/bin/lecture watch -- $(SNAKEMAKE) $(OF_EDITION)

UNITS = OMP_NUM_THREADS=1 .venv/bin/python -m pytest -n 2 --dist worksteal tests/engine tests/cnn

check: .venv/ready  ## tests for every day: units, figures, the engine's own small lecture
	@$(UNITS) -m "not long"

# Two workers train at the same time: threads that wait must leave their core to others.
test: .venv/ready  ## all tests
	@$(UNITS)
	@.ci/system-packages
	@OMP_WAIT_POLICY=passive .venv/bin/python -m pytest -n 2 --dist worksteal tests/workflow tests/browser

stress: .venv/ready  ## tests that take long: kills, a cluster, generated mistakes, the whole lecture on other images
	@.ci/system-packages
	@.ci/system-packages cluster || echo "the tests of a cluster will be skipped" >&2
	@.venv/bin/python -m pytest tests/stress

verify: .venv/ready  ## whether this build is what it says, or what MANIFEST says, another build's: a file or its address
	@.venv/bin/lecture verify $(if $(MANIFEST),"$(MANIFEST)")

crate: .venv/ready  ## write the edition as a Workflow Run RO-Crate, public/archive/EDITION.crate.zip
	@.venv/bin/lecture crate $(if $(TO),"$(TO)")

verify-all: verify  ## the same, then the claims measured again and one training done once more
	@.venv/bin/python workflow/verify.py

bench: lecture  ## what an author waits for, training against its peers, and what grew since the record; FULL=1 for more, ONLY="beside builds" for parts
	@.venv/bin/python workflow/bench/run.py $(if $(FULL),--full) $(if $(ONLY),--only $(ONLY))

data/MNIST/raw/train-images-idx3-ubyte: .venv/ready
	@.venv/bin/python -m cnn.data.mnist data

record: .venv/ready  ## record what this edition says in results/published.json; TIMES=1: only its times, for the next build to say
	@.venv/bin/lecture record $(if $(TIMES),--times)

compare: .venv/ready  ## what moved since the record, or since WITH: a record, manifest or archive, its address, a folder, a revision of git; PAGE=file to look at
	@.venv/bin/lecture compare $(if $(WITH),"$(WITH)") $(if $(PAGE),--page "$(PAGE)")

edition: .venv/ready  ## keep an edition in public/editions/NAME: the published one, or one of CONFIG=file or DATA=set
	$(if $(CONFIG)$(DATA),@$(SNAKEMAKE) $(if $(CONFIG),--configfile $(CONFIG)) $(if $(DATA),--config data=$(DATA)))
	@.venv/bin/lecture edition "$(or $(NAME),$(error name it: make edition NAME=fashion DATA=FashionMNIST))"
	$(if $(CONFIG)$(DATA),@$(SNAKEMAKE) && .venv/bin/lecture edition)

drift: .venv/ready  ## what kind of difference there is to the record, or to BASELINE, as WITH of compare: numerics, content, infrastructure
	@.venv/bin/lecture drift $(if $(BASELINE),"$(BASELINE)") $(if $(LOG),--log "$(LOG)") $(if $(TO),--to "$(TO)")

reproduce: .venv/ready  ## build twice from nothing, under unlike conditions, and name what differs; EDITION=preview
	@.venv/bin/lecture reproduce --cores $(CORES) -- --workflow-profile workflow/profiles/default $(OF_EDITION)

COMPILE = $(UV) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--quiet $(if $(UPGRADE),--upgrade)

lock:  ## pin in requirements.lock what pyproject.toml asks for; UPGRADE=1 for the newest that it allows
	@workflow/environment.sh uv
	@$(COMPILE) --extra cnn --group dev -o requirements.lock
	@$(COMPILE) --extra slurm --no-deps -c requirements.lock -o requirements-slurm.lock

audit:  ## ask the package index for known weaknesses of what the locks pin
	@workflow/environment.sh uv
	@$(or $(PYTHON),python3) workflow/audit.py $(UV) requirements.lock requirements-slurm.lock

BILL = $(UV) tool run --quiet --from 'cyclonedx-bom>=7,<8' cyclonedx-py requirements --pyproject pyproject.toml \
	--output-reproducible --output-format JSON --output-file .cache/sbom.cdx.json requirements.lock

release: .venv/ready  ## the local part of a release, into dist/: pages, archive, crate, bill of materials, sums
	@.venv/bin/python workflow/release.py check
	@$(MAKE) lecture archive crate
	@workflow/environment.sh uv
	@$(BILL)
	@.venv/bin/python workflow/release.py gather

slurm: .venv/ready  ## add to the environment what a build on a cluster needs: workflow/profiles/slurm
	@$(UV) pip install --quiet --python .venv/bin/python --no-deps --require-hashes -r requirements-slurm.lock

archive: .venv/ready  ## write all results into one file, public/archive/EDITION.tar.xz
	@.venv/bin/lecture archive --cores $(CORES) $(if $(CONFIG),--configfile $(CONFIG)) $(if $(TO),"$(TO)")

fetch: .venv/ready  ## keep what fits of an archive for the next build: make fetch FROM=address or file
	@.venv/bin/lecture fetch --cores $(CORES) "$(or $(FROM),$(error name an archive: make fetch FROM=address or file))"

clean:  ## remove what the build made, of all editions; tracked files, the environment and the data stay
	@git clean -fdqX results figures public .snakemake .cache/results

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# The environment: uv and the packages of the lock, each with its hash, and this package itself.
.venv/ready: requirements.lock pyproject.toml workflow/environment.sh
	@workflow/environment.sh
	@touch $@
