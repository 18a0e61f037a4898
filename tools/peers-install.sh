#!/usr/bin/env bash
# Installs the real peers that test/peers talks to: a Samba AD domain controller, a PostgreSQL server, a syslog collector,
# a mail server, Request Tracker and Node-RED; and the browser that test/e2e drives.
# Debian and Ubuntu only; run as root. Does nothing, quickly, when everything is there.
set -euo pipefail

# samba-ad-provision and samba-dsdb-modules are only recommended by samba-ad-dc, and nothing works without them.
# gcc and libc6-dev: the harness compiles a small shim, since Samba cannot be told which LDAP port to use.
packages=(
  samba-ad-dc samba-ad-provision samba-dsdb-modules python3-samba ldb-tools ldap-utils openssl gcc libc6-dev
  postgresql
  rsyslog rsyslog-openssl rsyslog-gnutls
  request-tracker5 rt5-db-sqlite rt5-standalone postfix
  chromium
)

# Request Tracker insists on a mail server. Neither is to be configured: the tests bring settings and a database of their own.
preseed="
request-tracker5 request-tracker5/dbconfig-install boolean false
request-tracker5 request-tracker5/handle-siteconfig-permissions boolean false
request-tracker5 request-tracker5/webbaseurl string http://127.0.0.1
request-tracker5 request-tracker5/rtname string desk.example
request-tracker5 request-tracker5/organization string desk.example
request-tracker5 request-tracker5/install-cronjobs boolean false
postfix postfix/main_mailer_type select No configuration
"

missing() {
  local package
  for package in "${packages[@]}"; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || echo "$package"
  done
}

# A tool that sends decisions, in a folder and with a lock of its own: no dependency of the product.
node_red="$(cd "$(dirname "$0")" && pwd)/peers/node-red"
if [ -e "$node_red/node_modules/node-red/red.js" ]; then
  echo "peers-install: Node-RED is installed"
else
  (cd "$node_red" && npm ci --ignore-scripts --no-audit --no-fund)
fi

command -v dpkg-query >/dev/null || { echo "peers-install: this script knows Debian and Ubuntu only" >&2; exit 2; }
mapfile -t wanted < <(missing)
if [ "${#wanted[@]}" -eq 0 ]; then
  echo "peers-install: all ${#packages[@]} packages are installed"
  exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "peers-install: must run as root to install: ${wanted[*]}" >&2
  exit 2
fi

# The peers are started by the tests, in directories of their own: no package may start a daemon while it is installed.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi

export DEBIAN_FRONTEND=noninteractive
grep . <<<"$preseed" | debconf-set-selections
apt-get update -q
apt-get install -y -q --no-install-recommends "${wanted[@]}"

mapfile -t left < <(missing)
if [ "${#left[@]}" -ne 0 ]; then
  echo "peers-install: still missing: ${left[*]}" >&2
  exit 1
fi
echo "peers-install: installed ${wanted[*]}"
