/** Of the chart and of what stands in its place while it loads: nothing jumps. */
export const TREND_HEIGHT = 270;
