// A service desk on paper: what every desk does, with a network that loses answers and a search that lags behind.
import type { TicketAnswer, TicketMark, TicketView } from "../../src/core/review/ticket-answer.ts";
import { Fault } from "../../src/ports/fault.ts";
import type { TicketContent, TicketDesk, TicketUnreadable } from "../../src/ports/ticket-desk.ts";
import type { Clock } from "../../src/ports/clock.ts";

interface Paper {
  readonly id: string;
  readonly key: string;
  readonly madeAt: number;
  readonly lines: string[];
  isOpen: boolean;
  question: string;
  asked: TicketMark;
  decision: TicketView["decision"];
  reopened: TicketMark | undefined;
  unreadable: TicketUnreadable | undefined;
}

/** What befalls the next creation: it never arrives, its answer is lost, it is refused, or the process dies with it. */
export type PaperLoss = "before" | "after" | "refused" | "dies_before" | "dies_after" | "late";

export interface PaperDesk extends TicketDesk {
  readonly papers: readonly Paper[];
  /** By key: what befalls its creations, in turn. */
  readonly losses: Map<string, PaperLoss[]>;
  /** A search does not see what is younger, ms. */
  lag: number;
  down: boolean;
  /** Refuses every change of what is there. */
  frozen: boolean;
  answer(as: string, id: string, answer: TicketAnswer | undefined): void;
  reopen(as: string, id: string): void;
  paper(id: string): Paper;
  /** Carries out what arrived late. */
  arrive(): void;
}

export const PAPER_ACCOUNT = "svc-paper";

export function paperDesk(clock: () => Clock, name = "paper"): PaperDesk {
  const papers: Paper[] = [];
  const late: TicketContent[] = [];
  let order = 0;
  const mark = (by: string): TicketMark => {
    order++;
    return { transaction: `t${order}`, order, by, at: clock().now() };
  };
  const file = (content: TicketContent): Paper => {
    const paper: Paper = {
      id: `${papers.length + 1}`,
      key: content.key,
      madeAt: clock().now(),
      lines: [content.subject, ...content.lines],
      isOpen: true,
      question: content.question,
      asked: mark(PAPER_ACCOUNT),
      decision: undefined,
      reopened: undefined,
      unreadable: undefined,
    };
    papers.push(paper);
    return paper;
  };
  const refOf = ({ id }: Paper) => ({ id, url: `https://paper/${id}` });
  const paperOf = (id: string): Paper => {
    const paper = papers.find((one) => one.id === id);
    if (paper === undefined) throw new Error(`there is no paper ${id}`);
    return paper;
  };
  const demandUp = (): void => {
    if (desk.down) throw new Fault("TICKET_UNREACHABLE", "The desk is down.");
  };
  const write = (id: string, lines: readonly string[], change: (paper: Paper) => void = () => {}) => {
    demandUp();
    if (desk.frozen) return { kind: "refused", why: "frozen" } as const;
    const paper = paperOf(id);
    paper.lines.push(...lines);
    change(paper);
    return { kind: "written" } as const;
  };
  const desk: PaperDesk = {
    name,
    papers,
    losses: new Map(),
    lag: 0,
    down: false,
    frozen: false,
    paper: paperOf,
    answer(as, id, answer) {
      paperOf(id).decision = answer === undefined ? undefined : { ...mark(as), answer };
    },
    reopen(as, id) {
      Object.assign(paperOf(id), { isOpen: true, reopened: mark(as) });
    },
    arrive() {
      for (const content of late.splice(0)) file(content);
    },
    create: async (content) => {
      demandUp();
      const loss = desk.losses.get(content.key)?.shift();
      switch (loss) {
        case "before":
          return { kind: "unclear", why: "lost" };
        case "after":
          file(content);
          return { kind: "unclear", why: "lost" };
        case "late":
          late.push(content);
          return { kind: "unclear", why: "lost" };
        case "refused":
          return { kind: "refused", why: "no right" };
        case "dies_before":
          throw new Error("the process died");
        case "dies_after":
          file(content);
          throw new Error("the process died");
        case undefined:
          return { kind: "created", ref: refOf(file(content)) };
      }
    },
    find: async (key) => {
      demandUp();
      return papers.filter((one) => one.key === key && clock().now() - one.madeAt >= desk.lag).map(refOf);
    },
    read: async (id, key) => {
      demandUp();
      const { unreadable, ...paper } = paperOf(id);
      if (unreadable !== undefined) return { kind: "unreadable", why: unreadable };
      if (paper.key !== key) return { kind: "unreadable", why: "foreign" };
      return { kind: "read", view: { ...paper, requesters: [] } };
    },
    ask: async (id, { question, lines }) =>
      write(id, lines, (paper) => {
        const asked = paper.question === question ? paper.asked : mark(PAPER_ACCOUNT);
        Object.assign(paper, { question, asked, decision: undefined, isOpen: true });
      }),
    comment: async (id, lines) => write(id, lines),
    resolve: async (id, lines) => write(id, lines, (paper) => void (paper.isOpen = false)),
    open: async () => papers.filter(({ isOpen }) => isOpen).map((one) => ({ ...refOf(one), key: one.key })),
    check: async () => [],
    close: async () => {},
  };
  return desk;
}
