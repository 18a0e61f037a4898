import { PROBLEMS, type ProblemCode } from "../problem.ts";

/** A page for somebody in a browser who was not let in: nothing in it comes from the request. */
export function refusalPage(code: ProblemCode): Response {
  const { status, title, remedy } = PROBLEMS[code];
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Not signed in – Rollcall</title></head>
<body><main>
<h1>You are not signed in</h1>
<p>${title}. ${remedy}</p>
<p><a href="/auth/sign-in">Sign in again</a></p>
<p><small>${code}</small></p>
</main></body>
</html>
`;
  return new Response(html, { status, headers: { "content-type": "text/html; charset=utf-8" } });
}
