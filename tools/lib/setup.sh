# Sourced by the scripts in tools/: finds what is missing on this machine, installs only that, configures and builds.
#
#   setup_install build|tests|fetch|learn|python|spark|format|browser|empty-root|bench...
#                                         what building, the tests, tools/fetch-dictionaries, tools/learn-judge, the package for Python, its
#                                         test with Spark, tools/format, the test of the HTML page, an empty Debian and the
#                                         benchmark need
#   setup_python [MODULE]                 prints the Python interpreter to run, one that has the module
#   setup_build DIRECTORY CMAKE_OPTION... configures and builds $ROOT there
#   setup_pypi DIRECTORY                  a Python there with what tests take from PyPI, where that can be had
#   setup_clang_format                    prints the path of clang-format of the version that the tree is formatted by
#
# ROOT is the top of the source tree. What is found is what the build looks for, a command or a header, however it came
# to be there; apt-get is asked only for what is missing, so that nothing happens, and no rights are needed, when all is there.

# Another version formats otherwise. Debian 13 has this one as clang-format-19.
CLANG_FORMAT_VERSION=19.1.7

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

_have_command() { command -v "$1" >/dev/null 2>&1; }

_have_header() {
	local folder
	for folder in /usr/include /usr/local/include /usr/include/*-linux-gnu*; do
		[[ -e $folder/$1 ]] && return 0
	done
	return 1
}

# The interpreter that Debian's python3- packages belong to stands first: another one in PATH may not see them.
# Whoever installs a module for it must run this interpreter too: tools/check hands it to CMake.
setup_python() {
	local python
	for python in /usr/bin/python3 python3; do
		if _have_command "$python" && "$python" -c "import ${1:-json}" >/dev/null 2>&1; then
			echo "$python"
			return 0
		fi
	done
	return 1
}

_have_certificates() { [[ -e /etc/ssl/certs/ca-certificates.crt || -e /etc/pki/tls/certs/ca-bundle.crt ]]; }

_find_clang_format() {
	local program
	for program in "$ROOT/build-format/bin/clang-format" "clang-format-${CLANG_FORMAT_VERSION%%.*}" clang-format; do
		if _have_command "$program" && [[ $("$program" --version 2>/dev/null) =~ \ $CLANG_FORMAT_VERSION([^.0-9]|$) ]]; then
			command -v "$program"
			return 0
		fi
	done
	return 1
}

# Prints the packages that are missing for one purpose.
_missing_for() {
	case $1 in
	build)
		_have_command cmake || echo cmake
		_have_command ninja || _have_command make || echo ninja-build
		_have_command cc || echo gcc
		_have_command pkg-config || echo pkg-config
		_have_header stdio.h || echo libc6-dev
		_have_header libstemmer.h || echo libstemmer-dev
		_have_header uthash.h || echo uthash-dev
		_have_header zlib.h || echo zlib1g-dev
		_have_header libdeflate.h || echo libdeflate-dev
		_have_header utf8proc.h || echo libutf8proc-dev
		_have_header expat.h || echo libexpat1-dev
		_have_header jansson.h || echo libjansson-dev
		_have_header gumbo.h || echo libgumbo-dev
		_have_header bzlib.h || echo libbz2-dev
		_have_header lzma.h || echo liblzma-dev
		_have_header zstd.h || echo libzstd-dev
		_have_header md4c.h || echo libmd4c-dev
		_have_header boost/beast/http.hpp || echo libboost-dev
		_have_header uriparser/Uri.h || echo liburiparser-dev
		_have_command c++ || echo g++
		_have_header raptor2/raptor2.h || echo libraptor2-dev
		_have_header sqlite3.h || echo libsqlite3-dev
		;;
	tests)
		_have_header cmocka.h || echo libcmocka-dev
		setup_python >/dev/null || echo python3
		setup_python jsonschema >/dev/null || echo python3-jsonschema
		setup_python ensurepip >/dev/null || echo python3-venv
		_have_command valgrind || echo valgrind
		_have_command groff || echo groff-base
		_have_command dpkg-shlibdeps || ! _have_command dpkg || echo dpkg-dev
		_have_command file || ! _have_command dpkg || echo file # by which cpack finds what a package needs
		_have_command python3-dbg || echo python3-dbg # which counts every reference that the package for Python takes
		_have_command zsh || echo zsh
		_have_command fish || echo fish
		;;
	fetch)
		_have_command curl || echo curl
		_have_certificates || echo ca-certificates
		;;
	format)
		_find_clang_format >/dev/null || setup_python ensurepip >/dev/null || echo python3-venv
		_find_clang_format >/dev/null || _have_certificates || echo ca-certificates
		;;
	learn) # tools/learn-judge
		_have_command liblinear-train || echo liblinear-tools
		;;
	python) # to build the package for the interpreter that setup_python gives
		local interpreter
		if ! interpreter=$(setup_python); then
			printf '%s\n' python3 python3-dev python3-venv
		else
			[[ -e $("$interpreter" -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h ]] || echo python3-dev
			"$interpreter" -c 'import ensurepip' >/dev/null 2>&1 || echo python3-venv
		fi
		;;
	spark)
		_have_command java || echo default-jre-headless
		;;
	browser) # 300 MB, so only where asked for: tests/format/test_html.py skips without
		_have_command chromium || _have_command google-chrome || echo chromium
		_have_command chromedriver || echo chromium-driver
		;;
	empty-root)
		_have_command debootstrap || echo debootstrap
		[[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]] || echo debian-archive-keyring
		_have_command unshare || echo util-linux
		_have_command git || echo git
		;;
	bench)
		setup_python >/dev/null || echo python3
		_have_command valgrind || echo valgrind
		_have_command gnuplot || echo gnuplot-nox
		_have_command wrk || echo wrk
		;;
	esac
}

setup_install() {
	local purpose missing=() privileged=()
	mapfile -t missing < <(for purpose in "$@"; do _missing_for "$purpose"; done | awk '!seen[$0]++')
	[[ ${#missing[@]} -eq 0 ]] && return 0
	if ! _have_command apt-get; then
		{
			echo "${0##*/}: not found here: ${missing[*]} (names of Debian packages)"
			echo "Only Debian and Ubuntu are installed to; elsewhere install what these packages hold, then run this again."
		} >&2
		return 1
	fi
	if [[ $(id -u) -ne 0 ]]; then
		if ! _have_command sudo; then
			echo "${0##*/}: as root, run: apt-get install ${missing[*]}" >&2
			return 1
		fi
		privileged=(sudo)
	fi
	echo "installing ${missing[*]}"
	local log
	log=$(mktemp)
	if ! { "${privileged[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q &&
		"${privileged[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
			"${missing[@]}"; } >"$log" 2>&1; then
		cat "$log" >&2
		rm -f "$log"
		echo "${0##*/}: apt-get could not install ${missing[*]}" >&2
		return 1
	fi
	rm -f "$log"
}

# The wheel of PyPI holds the program alone. It goes into a virtual environment, so that nothing else changes.
setup_clang_format() {
	local log
	if ! _find_clang_format; then
		log=$(mktemp)
		if ! { "$(setup_python ensurepip)" -m venv "$ROOT/build-format" &&
			"$ROOT/build-format/bin/pip" install "clang-format==$CLANG_FORMAT_VERSION"; } >"$log" 2>&1; then
			cat "$log" >&2
			rm -f "$log"
			echo "${0##*/}: clang-format $CLANG_FORMAT_VERSION could not be installed" >&2
			return 1
		fi
		rm -f "$log"
		_find_clang_format
	fi
}

# Its tests are skipped, with this reason, where PyPI is not reached.
setup_pypi() {
	local wanted=$ROOT/tests/serve/requirements.txt log
	if [[ -e $1/requirements.txt ]] && cmp -s "$wanted" "$1/requirements.txt"; then
		return 0
	fi
	log=$(mktemp)
	# axe-core comes in a package whose own needs (a browser of its own) are not needed.
	if ! "$(setup_python ensurepip)" -m venv "$1" >"$log" 2>&1; then
		echo "${0##*/}: without what $wanted names: $(tail -n 1 "$log")" >&2
	elif "$1/bin/pip" install -q --disable-pip-version-check -r <(grep -v axe "$wanted") >"$log" 2>&1 &&
		"$1/bin/pip" install -q --disable-pip-version-check --no-deps -r <(grep axe "$wanted") >>"$log" 2>&1; then
		cp "$wanted" "$1/requirements.txt"
	else # each by itself, so that one that does not install costs its own tests alone
		while read -r package; do
			"$1/bin/pip" install -q --disable-pip-version-check $([[ $package == axe* ]] && echo --no-deps) "$package" >"$log" 2>&1 ||
				echo "${0##*/}: without $package: $(tail -n 1 "$log")" >&2
		done <"$wanted"
	fi
	rm -f "$log"
}

# Prints nothing but the compiler's warnings and errors.
setup_build() {
	local directory=$1 generator=() log
	shift
	if [[ ! -e $directory/CMakeCache.txt ]] && _have_command ninja; then
		generator=(-G Ninja)
	fi
	mkdir -p "$directory"
	log=$directory/build.log
	if ! { cmake -S "$ROOT" -B "$directory" "${generator[@]}" "$@" &&
		cmake --build "$directory" --parallel "$(nproc)"; } >"$log" 2>&1 </dev/null; then
		cat "$log" >&2
		echo "${0##*/}: the build failed" >&2
		return 1
	fi
	grep -A 4 'warning:' "$log" >&2 || true
}
