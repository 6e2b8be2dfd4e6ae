#!/usr/bin/env bash
# tools/wheel --empty-root: installs a wheel into a new virtual environment in a Debian that has python3 and no -dev package, and runs a
# program there: wheel_in_empty_root.sh WHEEL PROGRAM
#
# Packages come from this machine's own Debian mirror, or from the one that ONTOTAG_MIRROR names. Needs root.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

fail() {
	echo "wheel: $*" >&2
	exit 1
}

wheel=$1 program=$2
[[ $(id -u) -eq 0 ]] || fail "--empty-root needs root"
setup_install empty-root
mirror=${ONTOTAG_MIRROR-}
[[ $mirror ]] || mirror=$(apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
	awk '$1 == "Debian" && $2 ~ /^https?:/ && !found++ { print $2 }')
[[ $mirror ]] || fail "apt has no Debian mirror here; ONTOTAG_MIRROR can name one"
folder=$(mktemp -d "${TMPDIR:-/var/tmp}/ontotag-empty-root.XXXXXX")
trap 'rm -rf --one-file-system "$folder"' EXIT

codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
debootstrap --variant=minbase --include=python3,python3-venv "$codename" "$folder/root" "$mirror" >"$folder/log" 2>&1 || {
	tail -n 20 "$folder/log" >&2
	fail "debootstrap could not install Debian"
}
cp "$wheel" "$program" "$folder/root/tmp/"
echo "in an empty Debian: $(chroot "$folder/root" dpkg-query -W -f '${Package}\n' | wc -l) packages, $(chroot "$folder/root" \
	dpkg-query -W -f '${Package}\n' | grep -c -E -- '-dev$|^gcc$|^libexpat1-dev' || true) of them for developers"
# A program finds its libraries by its own place, which it asks /proc for. The mount ends with the namespace.
unshare --mount --propagation private --pid --fork --kill-child sh -c 'mount -t proc proc "$1/proc" && shift && exec "$@"' sh "$folder/root" \
	chroot "$folder/root" env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -e -c '
	python3 -m venv /tmp/venv
	/tmp/venv/bin/pip --disable-pip-version-check --quiet install --no-index /tmp/*.whl
	cd / && /tmp/venv/bin/python "/tmp/$1" && /tmp/venv/bin/ontotag --version' sh "${program##*/}"
