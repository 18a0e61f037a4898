/** Where one Samba keeps everything it writes; the tests create the folders. */
export const FOLDERS = [
  "private",
  "state",
  "cache",
  "run",
  "ncalrpc",
  "binddns",
  "sysvol",
  "log",
  "tls",
] as const;

/** smb.conf of a domain controller that serves LDAP only and writes nothing outside `dir`. */
export const smbConf = (dir: string, realm: string, netbios: string): string => `[global]
netbios name = DC1
realm = ${realm}
workgroup = ${netbios}
server role = active directory domain controller
server services = ldap
bind interfaces only = yes
interfaces = 127.0.0.1/8
# As a hardened domain controller: simple bind over TLS only.
ldap server require strong auth = yes
prefork children = 2
tls enabled = yes
tls keyfile = ${dir}/tls/dc.key
tls certfile = ${dir}/tls/dc.pem
tls cafile = ${dir}/tls/ca.pem
private dir = ${dir}/private
state directory = ${dir}/state
cache directory = ${dir}/cache
lock directory = ${dir}/run
pid directory = ${dir}/run
ncalrpc dir = ${dir}/ncalrpc
binddns dir = ${dir}/binddns
winbindd socket directory = ${dir}/run/winbindd
ntp signd socket directory = ${dir}/run/ntp_signd
log file = ${dir}/log/samba.log
load printers = no
disable spoolss = yes
[sysvol]
path = ${dir}/sysvol
read only = no
[netlogon]
path = ${dir}/sysvol/${realm.toLowerCase()}/scripts
read only = no
`;
