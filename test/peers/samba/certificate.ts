import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "./run-program.ts";

const NEW_KEY = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
const SIGN = "-CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile extensions";

/** Makes a certificate authority and the domain controller's certificate for `names` in `dir`: ca.pem, dc.pem, dc.key. */
export async function makeCertificates(dir: string, names: readonly [string, ...string[]]): Promise<void> {
  const openssl = (args: string, ...more: readonly string[]): Promise<void> =>
    runProgram("openssl", [...args.split(" "), ...more], { cwd: dir });
  await openssl(`req -x509 ${NEW_KEY} -days 30 -keyout ca.key -out ca.pem -subj`, "/CN=Peer CA");
  await openssl(`req ${NEW_KEY} -keyout dc.key -out dc.csr -subj`, `/CN=${names[0]}`);
  const subjects = names.map((name) => `DNS:${name}`).join(",");
  await writeFile(join(dir, "extensions"), `subjectAltName=${subjects}\nextendedKeyUsage=serverAuth\n`);
  await openssl(`x509 -req -in dc.csr ${SIGN} -out dc.pem`);
  for (const key of ["ca.key", "dc.key"]) await chmod(join(dir, key), 0o600);
}
