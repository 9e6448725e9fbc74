#!/usr/bin/env bash
# Unpacks Debian's OpenSMTPD with all it needs into artifacts/opensmtpd, a root of its own that a test enters with chroot. Its package cannot be
# installed beside Postfix, and that of Debian 12 cannot do TLS (its OpenSSL is too new for it), so it comes from Debian 13.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD/artifacts/opensmtpd
[ -x "$root/usr/sbin/smtpd" ] && [ -f "$root/.complete" ] && exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{lists/partial,cache/archives/partial,debs}

# The machine's own mirror, whatever it is.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -1)
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[ -f $keys ] && signed="[signed-by=$keys]" || signed=
echo "deb $signed $mirror trixie main" > "$work/sources.list"
apt() {
  apt-get -qq -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null -o Dir::State::Lists="$work/lists" \
    -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root -o Acquire::Languages=none "$@"
}
apt update
(cd "$work/debs" && apt download opensmtpd dash libc6 libssl3t64 libcrypt1 libdb5.3t64 libevent-2.1-7t64 libpam0g zlib1g libaudit1 libcap-ng0 libzstd1)

rm -rf "$root"
mkdir -p "$root"/usr/{lib,lib64,bin,sbin} "$root"/{etc/ssl/certs,var/spool,var/lib/opensmtpd/empty,run,dev,tmp,mail}
for folder in lib lib64 bin sbin; do ln -s usr/$folder "$root/$folder"; done
for deb in "$work"/debs/*.deb; do dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$root" --keep-directory-symlink --exclude=./usr/share; done
[ -e "$root/usr/bin/sh" ] || ln -s dash "$root/usr/bin/sh"
[ -e "$root/var/run" ] || ln -s /run "$root/var/run"
mknod -m 666 "$root/dev/null" c 1 3 2>/dev/null || touch "$root/dev/null"
chmod 755 "$root"
printf '%s\n' root:x:0:0::/:/bin/sh opensmtpd:x:64980:64980::/var/lib/opensmtpd/empty:/bin/false opensmtpq:x:64981:64981::/var/lib/opensmtpd/empty:/bin/false \
  vmail:x:65534:65534::/mail:/bin/sh > "$root/etc/passwd"
printf '%s\n' root:x:0: opensmtpd:x:64980: opensmtpq:x:64981: vmail:x:65534: > "$root/etc/group"
echo "127.0.0.1 localhost" > "$root/etc/hosts"
echo real.example > "$root/etc/mailname"
chown 65534:65534 "$root/mail"
touch "$root/.complete"
