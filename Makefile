# Everything a person or a machine does with this repository. `make demo` and `make test` are all a newcomer needs.

SWIFT ?= swift
PREFIX ?= /usr/local
RELEASE = .build/release/ko-forensics
DEMO = fixtures/recordings/1.12.28-races-and-repairs/evidence
BIG_LOG ?= .build/big.log
BIG_STATE ?= .build/big-state
# Tests read whole recordings, which takes minutes without optimisation.
TEST_FLAGS = -c release -Xswiftc -enable-testing --build-path .build-test

.PHONY: rules-doc demo test build release install check accuracy soundness big-log bench count-gate big-state bench-state bench-triage bench-follow gallery check-schemas check-pages check-alerts fuzz sanitize clean

demo: release
	@$(RELEASE) $(DEMO) -o text -o html=incident.html -o markdown=incident.md; code=$$?; \
	  echo; echo "exit code $$code; see incident.html and incident.md"; test $$code -le 3

test: packages-test
	$(MAKE) check
	scripts/test-check-layers
	$(SWIFT) build $(TEST_FLAGS) --build-tests
	$(SWIFT) test $(TEST_FLAGS) --skip-build

build: packages-build
	$(SWIFT) build

release: packages-build
	@$(SWIFT) build -c release --static-swift-stdlib --product ko-forensics

install: release
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 755 $(RELEASE) $(DESTDIR)$(PREFIX)/bin/ko-forensics
	ln -sf ko-forensics $(DESTDIR)$(PREFIX)/bin/kubectl-ko-forensics
	ln -sf ko-forensics $(DESTDIR)$(PREFIX)/bin/kubectl_complete-ko-forensics
	$(RELEASE) man > $(DESTDIR)$(PREFIX)/share/man/man1/ko-forensics.1

# The page about the rules, made from the rule files.
rules-doc: release
	$(RELEASE) rules doc > docs/rules.md

check:
	scripts/embed-files --check
	scripts/check-layers
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift

accuracy: release
	scripts/judge.py --tool $(RELEASE) --views full,log,half,state,bundle fixtures/recordings/*/

# What is claimed of logs that were cut, filtered, mixed, reversed or lost in part; minutes.
soundness: release
	scripts/soundness --tool $(RELEASE) fixtures/recordings/*/

big-log:
	scripts/make-big-log --size 1G --seed 1 --out $(BIG_LOG)
	scripts/make-big-log --incidents --size 1G --out $(BIG_LOG).incidents
	scripts/make-big-log --incidents --size 100M --out $(BIG_LOG).incidents-100M

bench: release packages-bench
	@test -f $(BIG_LOG) || $(MAKE) big-log
	scripts/bench $(RELEASE) $(BIG_LOG)

# Instructions for each megabyte of log, which do not depend on what else the machine does.
count-gate: release
	scripts/count-gate $(RELEASE)

big-state:
	scripts/make-big-state --out $(BIG_STATE)/state
	scripts/make-big-state --out $(BIG_STATE) --only ips --ips 85000 --format json
	scripts/make-big-state --out $(BIG_STATE) --only ips --ips 130000 --format yaml

# For the list of 1 GB: scripts/make-big-state --out X --only ips --ips 860000 && mv X/ips.json $(BIG_STATE)/large.json
bench-state: release packages-bench
	@test -d $(BIG_STATE)/state || $(MAKE) big-state
	scripts/bench-state $(RELEASE) $(BIG_STATE)

bench-triage: release
	scripts/bench-triage $(RELEASE) fixtures/recordings

bench-follow: release
	@test -f $(BIG_LOG).incidents-100M || $(MAKE) big-log
	scripts/bench-follow $(RELEASE) $(BIG_LOG).incidents-100M

# Every recording in every format and language, with pictures by Chromium: to be looked at.
gallery: release
	scripts/gallery --tool $(RELEASE) --out .build/gallery fixtures/recordings/*/

# Reports held to their schemas, to axe-core in Chromium and to a real Alertmanager: by programs that are not ours.
SARIF_SCHEMA ?=
AXE ?= axe.min.js
RECORDED_LOG = $(DEMO)/pods/kube-system_kube-ovn-controller-b7snsx9jvk-2mtb4/kube-ovn-controller/0.log.gz
check-schemas: release
	scripts/check-schemas --tool $(RELEASE) $(if $(SARIF_SCHEMA),--sarif-schema $(SARIF_SCHEMA)) \
	  fixtures/recordings/*/ fixtures/clocks/* fixtures/documents/* fixtures/ledger/* fixtures/log/*

check-pages: release
	scripts/check-pages --tool $(RELEASE) --axe $(AXE) fixtures/recordings/*/

check-alerts: release
	scripts/check-alerts $(RELEASE) $(RECORDED_LOG)

# What libFuzzer makes up, for every reader and the whole program, with the address sanitizer, until the time is over; what
# breaks one is kept in fuzz-findings. The linker is lld because gold fails on this.
FUZZ_SECONDS ?= 600
FUZZ_ONLY ?=
FUZZ_FLAGS = -c release --product ko-forensics-fuzzing --build-path .build-fuzz -Xswiftc -enable-testing -Xswiftc -use-ld=lld \
  -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=fuzzer-no-link,address -Xcxx -fsanitize=fuzzer-no-link,address
fuzz: release
	KO_FORENSICS_FUZZING=1 $(SWIFT) build $(FUZZ_FLAGS)
	scripts/fuzz .build-fuzz/release/ko-forensics-fuzzing --program $(RELEASE) --seconds $(FUZZ_SECONDS) --only "$(FUZZ_ONLY)"

# The test suite with checks of memory and of threads; far slower than `make test`.
sanitize: packages-test
	$(SWIFT) test -c release -Xswiftc -enable-testing --sanitize=address --build-path .build-address
	$(SWIFT) test -c release -Xswiftc -enable-testing --sanitize=thread --build-path .build-thread

clean:
	rm -rf .build .build-test .build-fuzz .build-address .build-thread fuzz-findings incident.html incident.md

packages-%:
	@scripts/install-packages $*
