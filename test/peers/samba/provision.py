#!/usr/bin/python3
"""Makes an empty Active Directory domain out of the settings (JSON on stdin), in a directory of its own.

Debian's python3 must run it: the samba module is installed for that one only.
"""
import json
import logging
import os
import pwd
import sys

import ldb
from samba.auth import system_session
from samba.dcerpc import security
from samba.dsdb import DS_DOMAIN_FUNCTION_2008_R2
from samba.ndr import ndr_pack, ndr_unpack
from samba.param import LoadParm
from samba.provision import FILL_FULL, provision
from samba.samdb import SamDB

RECYCLE_BIN = "766ddcd8-acd0-445e-f3b9-a7f9b6744f2a"  # msDS-OptionalFeatureGUID, MS-ADTS 3.1.1.9.1


def make_domain(settings, lp):
    me = pwd.getpwuid(os.getuid()).pw_name
    provision(
        logging.getLogger("provision"), system_session(), smbconf=settings["conf"], samdb_fill=FILL_FULL, lp=lp,
        realm=settings["realm"], domain=settings["netbios"], hostname="dc1", hostip="127.0.0.1",
        domainsid=security.dom_sid(settings["sid"]), adminpass=settings["adminPassword"],
        serverrole="active directory domain controller", dom_for_fun_level=DS_DOMAIN_FUNCTION_2008_R2,
        dns_backend="NONE", root=me, nobody=me, use_ntvfs=False, plaintext_secrets=True,
        # Without NT ACLs on sysvol neither root nor extended attributes are needed.
        skip_sysvolacl=True,
    )


def relax_passwords(samdb):
    base = samdb.domain_dn()
    message = ldb.Message(ldb.Dn(samdb, base))
    for name in ("pwdProperties", "maxPwdAge", "minPwdAge", "pwdHistoryLength"):
        message[name] = ldb.MessageElement("0", ldb.FLAG_MOD_REPLACE, name)
    samdb.modify(message)


def enable_recycle_bin(samdb):
    # Samba lets a local session do this and refuses it over LDAP.
    message = ldb.Message(ldb.Dn(samdb, ""))
    value = "CN=Partitions,%s:%s" % (samdb.get_config_basedn(), RECYCLE_BIN)
    message["feature"] = ldb.MessageElement(value, ldb.FLAG_MOD_ADD, "enableOptionalFeature")
    samdb.modify(message)


def add_ace(samdb, dn, account, rights):
    """Grants an account rights (SDDL letters) on one object and what is below it."""
    found = samdb.search(base=samdb.domain_dn(), expression="(sAMAccountName=%s)" % account, attrs=["objectSid"])
    sid = ndr_unpack(security.dom_sid, found[0]["objectSid"][0])
    controls = ["show_deleted:1", "sd_flags:1:4"]
    held = samdb.search(base=dn, scope=ldb.SCOPE_BASE, attrs=["nTSecurityDescriptor"], controls=controls)
    descriptor = ndr_unpack(security.descriptor, held[0]["nTSecurityDescriptor"][0])
    sddl = "D:(A;CI;%s;;;%s)" % (rights, sid)
    descriptor.dacl_add(security.descriptor.from_sddl(sddl, security.dom_sid(samdb.get_domain_sid())).dacl.aces[0])
    message = ldb.Message(ldb.Dn(samdb, dn))
    message["acl"] = ldb.MessageElement(ndr_pack(descriptor), ldb.FLAG_MOD_REPLACE, "nTSecurityDescriptor")
    samdb.modify(message, controls=controls)


def main():
    settings = json.load(sys.stdin)
    lp = LoadParm()
    lp.load(settings["conf"])
    make_domain(settings, lp)
    samdb = SamDB(url=settings["sam"], session_info=system_session(), lp=lp)
    relax_passwords(samdb)
    if settings["recycleBin"]:
        enable_recycle_bin(samdb)
    for account in settings["accounts"]:
        samdb.newuser(account["name"], account["password"])
        if account.get("deletedObjects"):
            # List contents and read property: what `dsacls "CN=Deleted Objects,…" /G account:LCRP` gives on a Windows DC.
            add_ace(samdb, "CN=Deleted Objects,%s" % samdb.domain_dn(), account["name"], account["deletedObjects"])


main()
