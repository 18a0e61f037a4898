/** What a long flow tells while it runs; for a terminal only, it decides nothing. */
export type ProgressEvent =
  | { readonly kind: "tenants_listed"; readonly covered: number; readonly notCovered: number }
  | {
      readonly kind: "tenant_page";
      readonly name: string;
      readonly counted: number;
      readonly expected: number | undefined;
    }
  | {
      readonly kind: "tenant_finished";
      readonly name: string;
      readonly complete: boolean;
      readonly counted: number;
    }
  | { readonly kind: "directory_page"; readonly name: string; readonly counted: number }
  | {
      readonly kind: "directory_finished";
      readonly name: string;
      readonly complete: boolean;
      readonly counted: number;
    }
  | { readonly kind: "assessed"; readonly judged: number }
  | {
      readonly kind: "item";
      readonly done: number;
      readonly of: number;
      readonly hostname: string;
      readonly outcome: string;
    };

export type Progress = (event: ProgressEvent) => void;
