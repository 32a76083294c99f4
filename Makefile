# Two lines to know: `make demo` and `make test`. Either installs what is missing
# (tests/need.sh), then builds and runs; `make` alone builds and installs nothing.
#
#   make test T="date cli"    only tests/unit/question/date.c and tests/command/cli.sh
#   make check                only the golden files; UPDATE=1 writes them anew, T="136 201" only
#                             those of the fixtures that are called or begin so
#   make check-all            what takes longer, other machines, and packages on a fresh Debian
#   make compare BASE=COMMIT   whether COMMIT wrote the same bytes
#   make install PREFIX=/usr DESTDIR=/tmp/stage
#   make deb, dist, static, wheel   packages, a tarball, a command without libraries, a package
#                             for pip, in build/

PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
BASHDIR ?= $(DATADIR)/bash-completion/completions
ZSHDIR ?= $(DATADIR)/zsh/site-functions
FISHDIR ?= $(DATADIR)/fish/vendor_completions.d
# Where a Python of this prefix looks; another one needs PYTHONPATH.
PYTHONDIR ?= $(or $(shell for python in python3 /usr/bin/python3; do "$$python" -c \
    'import site; print(*[p for p in site.getsitepackages() if p.startswith("$(PREFIX)/lib/")][:1])' \
    2>/dev/null; done | grep -m 1 .),$(PREFIX)/lib/python3/dist-packages)

VERSION := $(shell sed -n 's/^.define QP_VERSION "\(.*\)"/\1/p' include/qparse.h)
# The number goes up where a program that is linked has to be built again.
ABI := 1
SO := libqparse.so.$(ABI)

CFLAGS ?= -O3 -g
OBJCOPY ?= objcopy
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wvla -Wformat=2 \
    -Wwrite-strings -Wundef
XML_CFLAGS := $(shell pkg-config --cflags libxml-2.0 2>/dev/null)
XML_LIBS := $(or $(shell pkg-config --libs libxml-2.0 2>/dev/null),-lxml2)
# Optional: without it archives and compressed pages are not read.
# libarchive reads them, zlib checks gzip's checksums, which libarchive does not: both or neither.
ARCHIVE := $(shell pkg-config --exists libarchive zlib 2>/dev/null && echo libarchive zlib)
ARCHIVE_CFLAGS := $(if $(ARCHIVE),-DHAVE_LIBARCHIVE $(shell pkg-config --cflags $(ARCHIVE)))
ARCHIVE_LIBS := $(if $(ARCHIVE),$(shell pkg-config --libs $(ARCHIVE)))
# For tests alone: another reader of the JSON that is written.
JANSSON_CFLAGS := $(shell pkg-config --cflags jansson 2>/dev/null)
JANSSON_LIBS := $(or $(shell pkg-config --libs jansson 2>/dev/null),-ljansson)
override CPPFLAGS += -D_GNU_SOURCE -Iinclude -Isrc -Itests -Ibuild $(XML_CFLAGS) $(ARCHIVE_CFLAGS)
# One set of objects serves the command and both libraries, hence -fPIC throughout.
STRICT := -std=c11 $(WARNINGS) -fPIC -fvisibility=hidden -pthread -MMD -MP
HARD := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong
HARD_LINK := -Wl,-z,relro,-z,now
# Fortified calls hide from the sanitizer what it would report.
SANITIZE := -DQP_NO_SPARE -U_FORTIFY_SOURCE -O1 -g -fno-omit-frame-pointer \
    -fsanitize=address,undefined -fno-sanitize-recover=all
LIBS := $(XML_LIBS) -pthread

# The build that the tests run: another folder and other flags make it one for coverage, for
# valgrind or for another sanitizer (tests/slow/coverage.py, tests/slow/builds.sh).
CHECKED ?= asan

# The file that is made; V=1 shows the whole command.
quiet = $(if $(V),,@echo '  $@';)

# The command's rooms; all others are the library's (src/README.md).
OTHERS := $(patsubst %,archive/%,$(if $(ARCHIVE),no_archive,archive frames gunzip zip_name))
COMMAND := $(filter-out $(OTHERS),$(patsubst src/%.c,%,src/main.c $(wildcard $(patsubst %,src/%/*.c,\
    command record compare archive files))))
LIBRARY := $(filter-out $(COMMAND) $(OTHERS),$(patsubst src/%.c,%,$(wildcard src/*.c src/*/*.c)))
objects = $(patsubst %,build/$(1)/%.o,$(2))
# Two rooms may have a file of one name, so an archive is filled without a look at its names.
archive = rm -f $@ && $(AR) qc $@
TESTS := $(patsubst %.c,build/$(CHECKED)/%,$(wildcard $(patsubst %,tests/%/*.c,unit unit/* faults)) \
    tests/lib/html5lib.c)

all: qparse libqparse.a $(SO)
	@:

library: $(SO)
	@:

qparse: $(call objects,obj,$(COMMAND) $(LIBRARY))
	$(quiet)$(CC) $(CFLAGS) -pie $(LDFLAGS) $(HARD_LINK) -o $@ $^ $(ARCHIVE_LIBS) $(LIBS)

# One object, whose inner names are its own: a program may well have a decode() too.
build/libqparse.o: $(call objects,obj,$(LIBRARY))
	$(quiet)$(CC) $(CFLAGS) -fno-lto -nostdlib -r -o $@ $^ && $(OBJCOPY) --localize-hidden $@

libqparse.a: build/libqparse.o
	$(quiet)$(archive) $^

$(SO): $(call objects,obj,$(LIBRARY)) src/qparse.map
	$(quiet)$(CC) $(CFLAGS) -shared -Wl,-soname,$@,-z,defs,--version-script=src/qparse.map \
	    $(LDFLAGS) $(HARD_LINK) -o $@ $(filter %.o,$^) -pthread

build/obj/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(quiet)$(CC) $(CPPFLAGS) $(STRICT) $(CFLAGS) $(HARD) -c -o $@ $<

build/$(CHECKED)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(quiet)$(CC) $(CPPFLAGS) $(STRICT) $(CFLAGS) $(SANITIZE) -c -o $@ $<

build/$(CHECKED)/qparse: $(call objects,$(CHECKED),$(COMMAND) $(LIBRARY))
	$(quiet)$(CC) $(CFLAGS) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(ARCHIVE_LIBS) $(LIBS)

# All but main(): an archive, so that a test may include a source file to reach its statics.
build/$(CHECKED)/all.a: $(call objects,$(CHECKED),$(filter-out main,$(COMMAND) $(LIBRARY)))
	$(quiet)$(archive) $^

build/$(CHECKED)/tests/%: tests/%.c build/$(CHECKED)/all.a Makefile
	@mkdir -p $(@D)
	$(quiet)$(CC) $(CPPFLAGS) $(STRICT) $(CFLAGS) $(SANITIZE) $(LDFLAGS) $(WRAP) -o $@ $< \
	    $(filter %.o,$^) build/$(CHECKED)/all.a -lcmocka $(ARCHIVE_LIBS) $(JANSSON_LIBS) $(LIBS)

build/$(CHECKED)/tests/%.o: tests/%.c Makefile
	@mkdir -p $(@D)
	$(quiet)$(CC) $(CPPFLAGS) $(STRICT) $(CFLAGS) $(SANITIZE) -c -o $@ $<

build/$(CHECKED)/tests/faults/guard: build/$(CHECKED)/tests/fuzz/invariants.o
build/$(CHECKED)/tests/faults/oom: build/$(CHECKED)/tests/fuzz/invariants.o build/$(CHECKED)/tests/fuzz/fuzz.o
build/$(CHECKED)/tests/faults/oom: WRAP = $(FUZZ_WRAP)
CALL_TESTS := $(patsubst %,build/$(CHECKED)/tests/faults/%,calls signals odd_systems)
$(CALL_TESTS): $(patsubst %,build/$(CHECKED)/tests/%.o,fuzz/invariants fuzz/fuzz lib/failing_calls lib/runs lib/run_inputs)
$(CALL_TESTS): WRAP = $(FUZZ_WRAP) $(CALL_WRAP)

# Preloaded by tests/faults/sweep.py, which makes the command's calls fail.
build/fail.so: tests/lib/fail.c Makefile
	@mkdir -p $(@D)
	$(quiet)$(CC) $(CPPFLAGS) $(STRICT) -fvisibility=default -O1 -g -shared -o $@ $< -ldl

# The command many times in one process, for tests/faults/linear.py.
build/forks: tests/lib/forks.c $(call objects,obj,$(COMMAND) $(LIBRARY))
	$(quiet)$(CC) $(CPPFLAGS) $(STRICT) $(CFLAGS) $(LDFLAGS) -Wl,--wrap=main -o $@ $^ $(ARCHIVE_LIBS) \
	    $(JANSSON_LIBS) $(LIBS)

SCHEMAS := src/schema/question.schema.json src/schema/question.xsd
build/schema_text.h: src/schema/embed.sh $(SCHEMAS)
	@mkdir -p $(@D)
	$(quiet)sh src/schema/embed.sh $(SCHEMAS) >$@.new && mv $@.new $@
build/obj/schema/schema.o build/$(CHECKED)/schema/schema.o: build/schema_text.h

# A build with libarchive and zlib, and one without, have other objects.
WITH := build/with$(if $(ARCHIVE),,out)-archives
$(WITH):
	@mkdir -p $(@D) && rm -f build/with*-archives && touch $@
$(foreach o,archive/archive archive/no_archive,build/obj/$o.o build/$(CHECKED)/$o.o): $(WITH)

# Fuzz targets, by clang's libFuzzer; pages are one source for three kinds of input.
CLANG ?= clang
FUZZ_SECONDS ?= 60
FUZZ_TARGETS := text html mhtml container date opening decode roundtrip record
FUZZ := $(SANITIZE) -fsanitize=fuzzer-no-link
FUZZ_WRAP := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
# What tests/lib/failing_calls.c makes fail beside.
comma := ,
CALL_WRAP := $(addprefix -Wl$(comma)--wrap=,open openat read pread write close fsync rename renameat \
    mkdir mkdirat unlink unlinkat stat lstat fstat fstatat fdopendir readdir fcntl flock lseek poll \
    sched_getaffinity pthread_create strdup strndup newlocale tsearch asprintf vasprintf \
    $(addprefix archive_,entry_new2 entry_pathname read_new read_next_header2 read_data read_open1 \
        read_set_callback_data \
        $(addprefix read_support_,format_tar format_zip format_raw format_empty filter_xz)) \
    inflateInit2_ inflate)

build/fuzz/fuzz_text.o: PAGE := -DPAGE_INPUT=QP_INPUT_TEXT
build/fuzz/fuzz_html.o: PAGE := -DPAGE_INPUT=QP_INPUT_HTML
build/fuzz/fuzz_mhtml.o: PAGE := -DPAGE_INPUT=QP_INPUT_MHTML

build/fuzz/src/%.o: src/%.c Makefile build/schema_text.h $(WITH)
	@mkdir -p $(@D)
	$(quiet)$(CLANG) $(CPPFLAGS) $(STRICT) $(FUZZ) -c -o $@ $<

build/fuzz/fuzz_text.o build/fuzz/fuzz_html.o build/fuzz/fuzz_mhtml.o: tests/fuzz/fuzz_page.c Makefile
	@mkdir -p $(@D)
	$(quiet)$(CLANG) $(CPPFLAGS) $(PAGE) $(STRICT) $(FUZZ) -c -o $@ $<

build/fuzz/%.o: tests/fuzz/%.c Makefile
	@mkdir -p $(@D)
	$(quiet)$(CLANG) $(CPPFLAGS) $(STRICT) $(FUZZ) -c -o $@ $<

build/fuzz/all.a: $(call objects,fuzz/src,$(filter-out main,$(COMMAND) $(LIBRARY)))
	$(quiet)$(archive) $^

build/fuzz/target-%: build/fuzz/fuzz_%.o build/fuzz/fuzz.o build/fuzz/invariants.o build/fuzz/all.a
	$(quiet)$(CLANG) $(FUZZ) -fsanitize=fuzzer $(FUZZ_WRAP) -o $@ $^ $(ARCHIVE_LIBS) $(JANSSON_LIBS) $(LIBS)

build/fuzz/labels: build/fuzz/labels.o build/fuzz/all.a
	$(quiet)$(CLANG) $(FUZZ) -o $@ $^ $(ARCHIVE_LIBS) $(JANSSON_LIBS) $(LIBS)

build/fuzz/labels.dict: build/fuzz/labels
	$(quiet)$< | LC_ALL=C sort -u >$@

fuzz-targets: $(FUZZ_TARGETS:%=build/fuzz/target-%) build/fuzz/labels.dict
	@:

fuzz:
	@tests/need.sh fuzz
	$(again) fuzz-targets
	@FUZZ_SECONDS=$(FUZZ_SECONDS) tests/fuzz/run.sh $(FUZZ_TARGETS)

-include $(wildcard build/obj/*.d build/obj/*/*.d build/$(CHECKED)/*.d build/$(CHECKED)/*/*.d \
    build/$(CHECKED)/tests/*/*.d build/$(CHECKED)/tests/*/*/*.d build/fuzz/*.d \
    build/fuzz/src/*.d build/fuzz/src/*/*.d)

# A parse of this file knows only what was installed when it began: build in a second one.
jobs = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 2))
again = +@$(MAKE) --no-print-directory $(jobs)

DEMO := fixtures/001-pending/page.txt
demo:
	@tests/need.sh build
	$(again) all
	@for c in 'cat $(DEMO)' './qparse $(DEMO)' './qparse -f xml $(DEMO)'; do \
	    printf '\n$$ %s\n' "$$c"; $$c || exit; done

test:
	@tests/need.sh test
	$(again) tests
	@tests/run.sh $(T)

tests: all build/$(CHECKED)/qparse build/fail.so build/forks $(TESTS)
	@:

check:
	@tests/need.sh test
	$(again) all
	@UPDATE="$(UPDATE)" FIXTURES="$(T)" tests/run.sh golden-plain

# What takes longer than `make test` may: every allocation, 100,000 files, other machines.
check-all: test
	@tests/need.sh check
	@tests/slow/all.sh

# Whether today's command writes what that of BASE wrote, over all pages at hand and 2,400 damaged
# or mixed ones.
COMPARED := fixtures build/compared $(wildcard ../shared/pages ../shared/assemblee ../shared/found ../shared/dumps)
compare: all
	@[ -n "$(BASE)" ] || { echo 'make compare BASE=COMMIT [PAGES="FOLDER..."]' >&2; exit 2; }
	@base=build/base/$$(git rev-parse --short "$(BASE)^{commit}") && mkdir -p "$$base" && \
	    { [ -x "$$base/qparse" ] || { git archive "$(BASE)" | tar -xC "$$base" && \
	    $(MAKE) -s --no-print-directory $(jobs) -C "$$base" qparse; }; } && \
	    { [ -d build/compared ] || python3 tests/bench/pages.py build/compared; } && \
	    python3 tests/bench/compare.py "$$base/qparse" ./qparse $(or $(PAGES),$(COMPARED))

bench: all
	@QPARSE=$(CURDIR)/qparse python3 tests/bench/run.py

# mode:file:target, read by install and by uninstall.
FILES = 755:qparse:$(BINDIR)/qparse 644:include/qparse.h:$(INCLUDEDIR)/qparse.h \
    644:libqparse.a:$(LIBDIR)/libqparse.a 755:$(SO):$(LIBDIR)/$(SO).$(VERSION) \
    644:build/qparse.pc:$(LIBDIR)/pkgconfig/qparse.pc \
    644:src/python/qparse.py:$(PYTHONDIR)/qparse.py \
    644:src/qparse.1:$(MANDIR)/man1/qparse.1 644:src/qparse.3:$(MANDIR)/man3/qparse.3 \
    644:build/completions/bash:$(BASHDIR)/qparse \
    644:build/completions/zsh:$(ZSHDIR)/_qparse \
    644:build/completions/fish:$(FISHDIR)/qparse.fish
# A library is found once this has been run; within DESTDIR that is the package's business.
LDCONFIG = [ -n "$(DESTDIR)" ] || [ "$$(id -u)" != 0 ] || ldconfig

COMPLETIONS := $(addprefix build/completions/,bash zsh fish)
$(COMPLETIONS): build/completions/%: qparse
	@mkdir -p $(@D)
	$(quiet)./qparse --completion=$* >$@

install: all $(COMPLETIONS)
	@sed 's|@PREFIX@|$(PREFIX)|; s|@LIBDIR@|$(LIBDIR)|; s|@VERSION@|$(VERSION)|' \
	    src/qparse.pc.in >build/qparse.pc
	@IFS=:; for f in $(FILES); do set -- $$f; \
	    install -D -m "$$1" "$$2" "$(DESTDIR)$$3" || exit; done
	ln -sf $(SO).$(VERSION) "$(DESTDIR)$(LIBDIR)/$(SO)"
	ln -sf $(SO) "$(DESTDIR)$(LIBDIR)/libqparse.so"
	@$(LDCONFIG)

uninstall:
	@IFS=:; for f in $(FILES); do set -- $$f; rm -f "$(DESTDIR)$$3" || exit; done
	rm -f "$(DESTDIR)$(LIBDIR)/$(SO)" "$(DESTDIR)$(LIBDIR)/libqparse.so"
	@rm -f "$(DESTDIR)$(PYTHONDIR)/__pycache__/qparse."*.pyc
	@$(LDCONFIG)

# A command that needs no library of the machine it runs on. libxml2 brings ICU, which is C++.
STATIC_LIBS = $(shell pkg-config --static --libs libxml-2.0 $(ARCHIVE)) -lstdc++ -pthread
static:
	@tests/need.sh static
	$(again) build/static/qparse
	@echo build/static/qparse

build/static/qparse.o: $(call objects,obj,$(COMMAND) $(LIBRARY))
	@mkdir -p $(@D)
	$(quiet)$(CC) $(CFLAGS) -fno-lto -nostdlib -r -o $@ $^ && $(OBJCOPY) --keep-global-symbol=main $@

# The linker warns of calls that libraries make to look up hosts, which are never reached here.
build/static/qparse: build/static/qparse.o
	$(quiet)$(CC) $(CFLAGS) -static $(LDFLAGS) -Wl,--no-warnings -o $@ $< $(STATIC_LIBS)

wheel:
	@tests/need.sh build
	@rm -f build/wheel/*.whl
	$(again) $(SO)
	@python3 src/python/wheel_of.py build/wheel

DIST := qparse-$(VERSION)
dist:
	@mkdir -p build
	@if git rev-parse --verify -q HEAD >/dev/null 2>&1; then \
	    git diff --quiet HEAD || echo 'dist: what is not committed is left out' >&2; \
	    git archive --format=tar.gz --prefix=$(DIST)/ -o build/$(DIST).tar.gz HEAD; \
	else \
	    tar --exclude=./.git --exclude=./build --exclude=./qparse --exclude='./libqparse*' \
	        --sort=name --owner=0 --group=0 --numeric-owner --transform='s|^\.|$(DIST)|' \
	        -czf build/$(DIST).tar.gz .; \
	fi
	@echo build/$(DIST).tar.gz

# The packaging files are copied to where Debian's tools want them; the version is the header's.
DEB := build/deb/$(DIST)
deb: dist
	@tests/need.sh deb
	@rm -rf build/deb && mkdir -p build/deb
	@cp build/$(DIST).tar.gz build/deb/qparse_$(VERSION).orig.tar.gz
	@tar -C build/deb -xzf build/$(DIST).tar.gz && cp -r src/debian $(DEB)/debian
	@date=$$(git log -1 --format=%cD 2>/dev/null || date -R -r include/qparse.h) && \
	    sed -i "s/@VERSION@/$(VERSION)/; s/@DATE@/$$date/" $(DEB)/debian/changelog
	cd $(DEB) && DEB_BUILD_OPTIONS="noautodbgsym $$DEB_BUILD_OPTIONS" dpkg-buildpackage -us -uc
	lintian --allow-root --fail-on error,warning build/deb/qparse_$(VERSION)-*.changes
	@ls build/deb/*.deb

clean:
	rm -rf build qparse libqparse.a libqparse.so.*

.PHONY: all library demo test tests check check-all fuzz fuzz-targets compare bench install uninstall static \
    wheel dist deb clean
.DELETE_ON_ERROR:
# Only these: with all of them, a $(WITH) that is missing would not be made.
.SECONDARY: $(patsubst %,build/fuzz/%.o,$(FUZZ_TARGETS:%=fuzz_%) fuzz invariants labels)
