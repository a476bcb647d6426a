/* Draws the trend of a job's MAPs from the table beside it, with the ECharts that Jenkins plugins share. */
(function () {
  "use strict";

  const CHART_HEIGHT = 130;

  function numbers(rows, name, divisor) {
    return rows.map((row) => (row.dataset[name] ? Number(row.dataset[name]) / divisor : null));
  }

  function seriesOf(container, rows) {
    return [
      { name: container.dataset.time + " (s)", data: numbers(rows, "seconds", 1), color: "--blue" },
      { name: container.dataset.size + " (MB)", data: numbers(rows, "bytes", 1e6), color: "--orange" },
      { name: container.dataset.cost + " (USD)", data: numbers(rows, "usd", 1), color: "--green" },
    ];
  }

  function options(container, rows) {
    const style = getComputedStyle(container);
    const variable = (name) => style.getPropertyValue(name).trim();
    const text = { color: variable("--text-color"), fontFamily: style.fontFamily };
    const quiet = variable("--text-color-secondary");
    const builds = rows.map((row) => "#" + row.dataset.build);
    const series = seriesOf(container, rows);
    return {
      animation: false,
      textStyle: text,
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      tooltip: {
        trigger: "axis",
        renderMode: "richText",
        backgroundColor: variable("--background"),
        textStyle: text,
        valueFormatter: (value) =>
          value === null || value === undefined ? "-" : String(Number(value.toPrecision(4))),
      },
      title: series.map((one, i) => ({
        text: one.name,
        top: i * CHART_HEIGHT,
        left: 0,
        textStyle: Object.assign({ fontSize: 13, fontWeight: "bold" }, text),
      })),
      grid: series.map((one, i) => ({ top: i * CHART_HEIGHT + 28, height: CHART_HEIGHT - 58, left: 56, right: 16 })),
      xAxis: series.map((one, i) => ({
        type: "category",
        gridIndex: i,
        data: builds,
        axisLabel: { color: quiet },
        axisLine: { lineStyle: { color: quiet } },
      })),
      yAxis: series.map((one, i) => ({
        type: "value",
        gridIndex: i,
        min: 0,
        splitNumber: 2,
        axisLabel: { color: quiet },
        splitLine: { lineStyle: { color: quiet, opacity: 0.2 } },
      })),
      series: series.map((one, i) => ({
        name: one.name,
        type: "line",
        xAxisIndex: i,
        yAxisIndex: i,
        data: one.data,
        connectNulls: true,
        symbolSize: 8,
        itemStyle: { color: variable(one.color) },
        lineStyle: { color: variable(one.color) },
      })),
    };
  }

  function draw(container) {
    /* The table has the newest first, a trend the oldest. */
    const rows = Array.from(document.querySelectorAll(".monai-maps tbody tr")).reverse();
    const chart = echarts.init(container, null, { renderer: "svg", height: 3 * CHART_HEIGHT });
    chart.setOption(options(container, rows));
    addEventListener("resize", () => chart.resize());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
      chart.setOption(options(container, rows)),
    );
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".monai-trend").forEach(draw));
})();
