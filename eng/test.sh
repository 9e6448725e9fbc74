#!/usr/bin/env bash
# Builds everything and runs every test; ends with one line "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 NUGET_CERT_REVOCATION_MODE=offline
results=$PWD/TestResults
rm -rf "$results"

# What the tests drive besides .NET: a browser, Postfix and its counting sink, OpenSMTPD, an independent DKIM verifier, foreign mail parsers.
missing=()
command -v chromium >/dev/null || missing+=(chromium)
[ -x /usr/sbin/smtp-sink ] || missing+=(postfix)
[ -x /usr/sbin/saslpasswd2 ] || missing+=(sasl2-bin)
ls /usr/lib/*/sasl2/libscram.so >/dev/null 2>&1 || missing+=(libsasl2-modules)
ls /usr/lib/*/sasl2/libsasldb.so >/dev/null 2>&1 || missing+=(libsasl2-modules-db)
command -v openssl >/dev/null || missing+=(openssl)
/usr/bin/python3 -c 'import dkim' 2>/dev/null || missing+=(python3 python3-dkim)
command -v sqlite3 >/dev/null || missing+=(sqlite3)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ]; then
    echo "Installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || echo "Some packages could not be installed; their tests will fail."
  else
    echo "Missing: ${missing[*]}. Install them, or run this once as root; their tests will fail."
  fi
fi

if [ "$(id -u)" = 0 ]; then
  eng/opensmtpd.sh || echo "OpenSMTPD could not be unpacked; its tests will fail."
fi

if ! dotnet build EmailContactPortal.sln --nologo -v quiet; then
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi

status=0
for project in tests/*.Tests; do
  name=$(basename "$project")
  echo "== $name"
  dotnet test "$project" --no-build --nologo -v quiet --logger "trx;LogFileName=$name.trx" --results-directory "$results" || status=1
done

count() { # sums one attribute of all result files
  grep -ho "<Counters [^>]*" "$results"/*.trx 2>/dev/null | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | awk '{s+=$1} END {print s+0}'
}
total=$(count total) passed=$(count passed) executed=$(count executed) failed=$(( $(count failed) + $(count error) + $(count timeout) + $(count aborted) ))
# A test run that crashed leaves no counters behind; it must not look like a success.
[ "$status" = 0 ] || [ "$failed" -gt 0 ] || failed=1
echo "$passed passed, $failed failed, $((total - executed)) skipped"
[ "$status" = 0 ] && [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
