import type { Theme } from "./painter.ts";

interface Colours {
  readonly page: string;
  readonly paper: string;
  readonly ink: string;
  readonly subtle: string;
  readonly line: string;
  readonly accent: string;
  /** Words and ground of the three tones. */
  readonly good: readonly [string, string];
  readonly warning: readonly [string, string];
  readonly attention: readonly [string, string];
  readonly emphasis: string;
}

/** Near to Teams' own, by its published palette. */
export const colours: Readonly<Record<Theme, Colours>> = {
  light: {
    page: "#f5f5f5",
    paper: "#ffffff",
    ink: "#242424",
    subtle: "#616161",
    line: "#d1d1d1",
    accent: "#5b5fc7",
    good: ["#0e700e", "#e7f2da"],
    warning: ["#835c00", "#fbf6d9"],
    attention: ["#b10e1c", "#fcf4f6"],
    emphasis: "#f0f0f0",
  },
  dark: {
    page: "#1f1f1f",
    paper: "#292929",
    ink: "#ffffff",
    subtle: "#adadad",
    line: "#666666",
    accent: "#9299f7",
    good: ["#92c353", "#0d2e0d"],
    warning: ["#f2c661", "#3f3000"],
    attention: ["#f1707b", "#3f1011"],
    emphasis: "#141414",
  },
};

const spacing = { small: 4, default: 8, medium: 16, large: 24, extraLarge: 32, padding: 12 };

/** What tells Microsoft's renderer to draw as Teams does. */
export function hostConfig(theme: Theme): object {
  const { paper, ink, subtle, line, accent, good, warning, attention, emphasis } = colours[theme];
  const both = (strong: string) => ({ default: strong, subtle: strong });
  const foregroundColors = {
    default: { default: ink, subtle },
    dark: { default: ink, subtle },
    light: { default: ink, subtle },
    accent: both(accent),
    good: both(good[0]),
    warning: both(warning[0]),
    attention: both(attention[0]),
  };
  const ground = (backgroundColor: string) => ({ backgroundColor, foregroundColors });
  return {
    spacing,
    separator: { lineThickness: 1, lineColor: line },
    supportsInteractivity: true,
    fontFamily: '"Segoe UI", "Liberation Sans", sans-serif',
    fontTypes: {
      default: { fontFamily: '"Segoe UI", "Liberation Sans", sans-serif' },
      monospace: { fontFamily: 'Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace' },
    },
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 400, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
    containerStyles: {
      default: ground(paper),
      emphasis: ground(emphasis),
      good: ground(good[1]),
      warning: ground(warning[1]),
      attention: ground(attention[1]),
      accent: ground(emphasis),
    },
    actions: {
      maxActions: 6,
      spacing: "default",
      buttonSpacing: 8,
      actionsOrientation: "horizontal",
      actionAlignment: "left",
    },
    textBlock: { headingLevel: 3 },
    textStyles: { heading: { size: "medium", weight: "bolder" } },
    table: { cellSpacing: 8 },
  };
}
