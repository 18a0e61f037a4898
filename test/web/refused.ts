/** A no of the stand-in, as a problem. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly remedy: string;
  constructor(status: number, code: string, detail: string, remedy = "Look again.", title = "Not done") {
    super(detail);
    this.status = status;
    this.code = code;
    this.title = title;
    this.remedy = remedy;
  }
}
