#!/usr/bin/env bash
# tools/check --empty-root RELEASE: runs tools/quickstart, tools/quickstart --python and tools/check in a new Debian 12 or 13 that has nothing installed.
#
# Takes a clone of HEAD, so commit first, and ../shared beside it, read-only, where that is there. Packages come from this
# machine's own Debian mirror, or from the one that ONTOTAG_MIRROR names. The folder is in TMPDIR, or else in /var/tmp; it takes
# 3 GB. Mounts and processes are in namespaces of their own and end with this script, however it ends. Needs root.
# Prints each command's result. Exit code: 0 when all passed.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

fail() {
	echo "check: $*" >&2
	exit 1
}

# The Debian mirror that apt uses here, without the one for security updates.
find_mirror() {
	if [[ ${ONTOTAG_MIRROR-} ]]; then
		echo "$ONTOTAG_MIRROR"
		return
	fi
	apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
		awk '$1 == "Debian" && $2 ~ /^https?:/ && !found++ { print $2 }'
}

# Proxies and certificates of this machine, which the new system needs to reach the same servers.
copy_network() { # ROOT
	cp /etc/resolv.conf /etc/hosts "$1/etc/"
	apt-config dump Acquire | grep -vi 'auto-\?detect' >"$1/etc/apt/apt.conf.d/90host" || true
	if [[ -e /etc/pip.conf ]]; then
		cp /etc/pip.conf "$1/etc/"
	fi
	if [[ -e /etc/ssl/certs/ca-certificates.crt ]]; then
		cp /etc/ssl/certs/ca-certificates.crt "$1/etc/host-certificates.crt"
	fi
}

# Runs a command in the new system, in the clone, with an environment of its own.
inside() { # ROOT COMMAND...
	local root=$1 name kept=()
	shift
	for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY PIP_INDEX_URL; do
		[[ ${!name-} ]] && kept+=("$name=${!name}")
	done
	[[ -e $root/etc/host-certificates.crt ]] && kept+=(PIP_CERT=/etc/host-certificates.crt)
	chroot "$root" env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin "${kept[@]}" \
		sh -c 'cd /srv/ontotag && exec "$@"' sh "$@"
}

# The part in namespaces of its own.
run() { # ROOT RELEASE CODENAME
	local root=$1 release=$2 codename=$3 mirror shared=$ROOT/../shared failed=0 begin
	mirror=$(find_mirror)
	[[ $mirror ]] || fail "apt has no Debian mirror here; ONTOTAG_MIRROR can name one"
	echo "installing Debian $release"
	debootstrap --variant=minbase "$codename" "$root" "$mirror" >"$root.log" 2>&1 || {
		tail -n 20 "$root.log" >&2
		fail "debootstrap could not install Debian $release"
	}
	copy_network "$root"
	mkdir -p "$root/srv"
	git clone -q --depth 1 "file://$ROOT" "$root/srv/ontotag"
	if [[ -d $shared ]]; then
		mkdir "$root/srv/shared"
		mount --bind "$shared" "$root/srv/shared"
		mount -o remount,bind,ro "$root/srv/shared"
	fi
	mount -t proc proc "$root/proc"
	mount --rbind /dev "$root/dev"

	local arguments passed
	for arguments in "" --python; do
		begin=$SECONDS passed=passed
		inside "$root" tools/quickstart $arguments >"$root.log" 2>&1 || {
			cat "$root.log"
			failed=1 passed=failed
		}
		grep -A 4 'warning:' "$root.log" || true
		echo "Debian $release: tools/quickstart${arguments:+ $arguments}: $passed, $((SECONDS - begin)) seconds"
	done
	begin=$SECONDS
	inside "$root" tools/check 2>&1 | tee "$root.log" || failed=1
	echo "Debian $release: tools/check: $(tail -n 1 "$root.log"), $((SECONDS - begin)) seconds"
	return "$failed"
}

case ${1-} in
12) codename=bookworm ;;
13) codename=trixie ;;
--run)
	run "${@:2}"
	exit
	;;
*)
	echo "usage: tools/check --empty-root 12|13" >&2
	exit 2
	;;
esac
[[ $(id -u) -eq 0 ]] || fail "--empty-root needs root"
setup_install empty-root
if [[ -n $(git -C "$ROOT" status --porcelain --untracked-files=no) ]]; then
	echo "check: what is not committed is not checked" >&2
fi
folder=$(mktemp -d "${TMPDIR:-/var/tmp}/ontotag-empty-root.XXXXXX")
child=
clean() {
	if [[ $child ]]; then
		kill -KILL "$child" 2>/dev/null || true # unshare holds back every other signal
		wait "$child" 2>/dev/null || true
	fi
	# The first try may meet files that a killed process still makes.
	rm -rf --one-file-system "$folder" 2>/dev/null || { sleep 2 && rm -rf --one-file-system "$folder"; }
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
mkdir "$folder/root"
# In the background, since a signal is handled only between commands of the foreground, or in `wait`.
unshare --mount --propagation private --pid --fork --kill-child "${BASH_SOURCE[0]}" --run "$folder/root" "$1" "$codename" &
child=$!
wait "$child"
