// What somebody builds in Node-RED to answer cases: a notification comes in, is proved, the case is read, a person's answer is
// signed and sent. The functions run inside Node-RED, which hands them msg, env and global.
const sign = `
const sign = (text, secret) => {
  const id = env.get("MESSAGE_PREFIX") + Math.random().toString(36).slice(2);
  const time = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const mac = global.get("crypto").createHmac("sha256", key).update(id + "." + time + "." + text).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": "v1," + mac };
};
`;

const read = `${sign}
const raw = msg.payload.toString();
const { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": given } = msg.req.headers;
const key = Buffer.from(env.get("NOTIFY_SECRET").replace("whsec_", ""), "base64");
const mac = global.get("crypto").createHmac("sha256", key).update(id + "." + time + "." + raw).digest("base64");
if (given !== "v1," + mac) { msg.statusCode = 401; msg.payload = "who are you?"; return [null, msg]; }
msg.told = JSON.parse(raw);
const target = "/api/v1/cases/" + msg.told.case;
msg.method = "GET";
msg.url = env.get("ROLLCALL_URL") + target;
msg.headers = sign("GET " + target, env.get("ROLLCALL_SECRET"));
msg.payload = "";
return [msg, null];
`;

const decide = `${sign}
if (msg.statusCode !== 200) return [null, msg];
const seen = JSON.parse(msg.payload).case;
const { answer, person, forged } = msg.told;
msg.payload = JSON.stringify({
  decision: answer, reason: "answered in Node-RED", person,
  caseVersion: seen.version, evidenceHash: seen.evidenceHash,
});
msg.method = "POST";
msg.url = env.get("ROLLCALL_URL") + "/api/v1/cases/" + seen.number + "/decisions";
msg.headers = { "content-type": "application/json", ...sign(msg.payload, env.get(forged ? "WRONG_SECRET" : "ROLLCALL_SECRET")) };
return [msg, null];
`;

const call = (id: string, next: string) => ({
  id,
  type: "http request",
  z: "tab",
  method: "use",
  ret: "txt",
  paytoqs: "ignore",
  url: "",
  wires: [[next]],
});

export const flow = [
  { id: "tab", type: "tab", label: "cases" },
  {
    id: "in",
    type: "http in",
    z: "tab",
    url: "/notify",
    method: "post",
    skipBodyParsing: true,
    wires: [["read"]],
  },
  { id: "read", type: "function", z: "tab", func: read, outputs: 2, wires: [["ask"], ["out"]] },
  call("ask", "decide"),
  { id: "decide", type: "function", z: "tab", func: decide, outputs: 2, wires: [["send"], ["out"]] },
  call("send", "out"),
  { id: "out", type: "http response", z: "tab", headers: { "content-type": "application/json" }, wires: [] },
];
