import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const EC = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/** Makes a certificate authority and the domain controller's certificate for `names` in `dir`: ca.pem, dc.pem, dc.key. */
export function makeCertificates(dir: string, names: readonly string[]): void {
  const openssl = (...args: string[]): void => {
    execFileSync("openssl", args, { cwd: dir, stdio: "pipe" });
  };
  openssl(
    "req",
    "-x509",
    ...EC,
    "-days",
    "30",
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-subj",
    "/CN=Peer CA",
  );
  openssl("req", ...EC, "-keyout", "dc.key", "-out", "dc.csr", "-subj", `/CN=${names[0]}`);
  const extensions = `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}\nextendedKeyUsage=serverAuth\n`;
  writeFileSync(join(dir, "extensions"), extensions);
  openssl(
    "x509",
    "-req",
    "-in",
    "dc.csr",
    "-CA",
    "ca.pem",
    "-CAkey",
    "ca.key",
    "-CAcreateserial",
    "-days",
    "30",
    "-extfile",
    "extensions",
    "-out",
    "dc.pem",
  );
  for (const key of ["ca.key", "dc.key"]) chmodSync(join(dir, key), 0o600);
}
