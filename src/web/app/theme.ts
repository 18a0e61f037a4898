import {
  Badge,
  Button,
  createTheme,
  Drawer,
  Modal,
  NavLink,
  Paper,
  Tooltip,
  type CSSVariablesResolver,
} from "@mantine/core";

/** The console's own blue: calm, and dark enough at its seventh shade for white text. */
const harbor = [
  "#eef4fb",
  "#dbe7f5",
  "#b7cfea",
  "#8fb3de",
  "#6d9bd3",
  "#5489c8",
  "#3d76b8",
  "#2b5f9e",
  "#214c82",
  "#173761",
] as const;

/** Greys of the dark scheme, with a breath of the same blue. */
const slate = [
  "#e4e8ee",
  "#c1c8d3",
  "#99a3b3",
  "#6f7a8c",
  "#3b4453",
  "#2a323f",
  "#1f2630",
  "#181d26",
  "#11151c",
  "#0b0e13",
] as const;

const font = "'Inter Variable', system-ui, sans-serif";
// Its own <header> would count as a second banner of the page.
const notBanner = {
  attributes: { header: { role: "presentation" } },
  closeButtonProps: { "aria-label": "Close" },
};

export const theme = createTheme({
  primaryColor: "harbor",
  // One for both schemes: the contrast that Mantine works out ignores the scheme.
  primaryShade: 7,
  colors: { harbor, dark: slate },
  fontFamily: font,
  headings: { fontFamily: font, fontWeight: "650" },
  defaultRadius: "md",
  cursorType: "pointer",
  components: {
    Badge: Badge.extend({
      defaultProps: { component: "span", tt: "none", fw: 600, variant: "light", radius: "sm" },
    }),
    Button: Button.extend({ defaultProps: { size: "sm" } }),
    NavLink: NavLink.extend({ styles: { root: { borderRadius: "var(--mantine-radius-md)" } } }),
    Paper: Paper.extend({ defaultProps: { withBorder: true } }),
    Tooltip: Tooltip.extend({
      defaultProps: { multiline: true, maw: 340, events: { hover: true, focus: true, touch: true } },
    }),
    Drawer: Drawer.extend({ defaultProps: notBanner }),
    Modal: Modal.extend({ defaultProps: { ...notBanner, centered: true } }),
  },
});

/** Texts on Mantine's light tints that reach 4.5:1, for the light and the dark scheme. */
const ON_TINT = {
  harbor: ["#1f4a80", "#a9c9f0"],
  teal: ["#0b624a", "#68dcb8"],
  yellow: ["#744900", "#ffd257"],
  orange: ["#93390a", "#ffb072"],
  red: ["#a61b1b", "#ffa3a3"],
  gray: ["#414a58", "#c5cdd8"],
  grape: ["#7a2a8c", "#e5a8f3"],
} as const;

const onTint = (scheme: 0 | 1): Record<string, string> =>
  Object.fromEntries(
    Object.entries(ON_TINT).map(([name, pair]) => [`--mantine-color-${name}-light-color`, pair[scheme]]),
  );

/** Tints of the dark scheme: Mantine's own are loud beside each other. */
const darkTints = Object.fromEntries(
  Object.keys(ON_TINT).map((name) => [
    `--mantine-color-${name}-light`,
    `color-mix(in srgb, var(--mantine-color-${name}-6) 18%, transparent)`,
  ]),
);

/** Mantine's variables where its own miss AA, and a few of the console's. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#525b69",
    "--mantine-color-placeholder": "#687180",
    "--mantine-color-default-border": "#dfe3ea",
    "--mantine-color-anchor": "#245694",
    "--mantine-color-error": "#b42020",
    "--console-ground": "#f6f7f9",
    "--console-keep": "#2f9e7d",
    "--console-review": "#d99a1c",
    "--console-retire": "#d1453b",
    "--console-unjudged": "#98a1b0",
    "--console-differs": "#fff3d6",
    ...onTint(0),
  },
  dark: {
    "--mantine-color-dimmed": "#a6afbd",
    "--mantine-color-placeholder": "#8d97a7",
    "--mantine-color-default-border": "#2d3644",
    "--mantine-color-anchor": "#9cc1ee",
    "--mantine-color-error": "#ff9d9d",
    "--console-ground": "#11151c",
    "--console-keep": "#3fb892",
    "--console-review": "#e0aa3e",
    "--console-retire": "#e2665d",
    "--console-unjudged": "#717c8e",
    "--console-differs": "#3a3018",
    ...onTint(1),
    ...darkTints,
  },
});
