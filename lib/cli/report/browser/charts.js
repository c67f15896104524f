/* Draws the charts of a report, in the browser. `uPlot`, `time.js` and `annotations.js` run before it. */
(() => {
  const { DAY, STEPS, inUnits, clock } = globalThis.simulatedTime;
  const { LANE, color, annotations } = globalThis.chartNotes;
  let data = JSON.parse(document.getElementById('chart-data').textContent);
  const root = document.documentElement;
  const places = ['share-chart', 'requests-chart', 'comparison-chart']
    .map((id) => document.getElementById(id))
    .filter((place) => place !== null);
  const PAPER_WIDTH = 700;
  /** Narrower charts have no axis titles, so that the plot has the room. */
  const NARROW = 560;
  let view = data.views[0];
  let charts = [];

  function plain(digits, unit) {
    return (_chart, value) => (value == null ? '–' : `${value.toFixed(digits)}${unit}`);
  }

  function xAxis() {
    return {
      stroke: color('muted'),
      grid: { stroke: color('line'), width: 1 },
      ticks: { stroke: color('line'), width: 1 },
      incrs: STEPS,
      // `1 d 3 h 50 min` needs more room than `20 min`.
      space: (_chart, _axis, min, max) => (max > DAY && max - min < DAY ? 124 : 84),
      values: (_chart, splits, _axis, _space, step) => splits.map((at) => inUnits(at, step)),
    };
  }

  function yAxis(scale, label, stroke, width, more) {
    const isTitled = width >= NARROW;
    return {
      ...xAxis(),
      scale,
      label: isTitled ? label : undefined,
      stroke: color(stroke),
      incrs: undefined,
      space: 32,
      size: isTitled ? 54 : 42,
      labelSize: 20,
      values: (_chart, splits) => splits.map((split) => split.toLocaleString('en-US')),
      ...more,
    };
  }

  function options(width, height) {
    return {
      width,
      height,
      scales: { x: { time: false } },
      legend: { live: true },
      cursor: { drag: { x: true, y: false }, sync: { key: 'report' }, y: false },
    };
  }

  const xSeries = { label: 'Time', value: (_chart, value) => (value == null ? '–' : clock(value)) };

  function shareChart(place, width) {
    const top = (1 + data.lanes) * LANE + 4;
    const config = {
      ...options(width, 280 + top),
      plugins: [annotations(data, true)],
      // As wide on the right as the other chart's axis, so that the times of both charts align.
      padding: [top, width >= NARROW ? 74 : 42, 0, 0],
      scales: { x: { time: false }, percent: { range: [0, 102] } },
      axes: [
        xAxis(),
        yAxis('percent', '% on the new path', 'muted', width, { splits: () => [0, 25, 50, 75, 100] }),
      ],
      series: [
        xSeries,
        {
          label: 'Split',
          scale: 'percent',
          stroke: color('held'),
          width: 1.5,
          dash: [6, 4],
          paths: uPlot.paths.stepped({ align: 1 }),
          points: { show: false },
          value: plain(0, ' %'),
        },
        {
          label: 'Requests',
          scale: 'percent',
          stroke: color('share'),
          width: 2,
          points: { show: false },
          value: plain(1, ' %'),
        },
      ],
    };
    return new uPlot(config, [view.times, view.heldPercent, view.sharePercent], place);
  }

  function requestsChart(place, width) {
    const fromZero = (_chart, _min, max) => [0, Math.max(1, max * 1.15)];
    const config = {
      ...options(width, 250),
      plugins: [annotations(data, false)],
      scales: { x: { time: false }, failed: { range: fromZero }, requests: { range: fromZero } },
      axes: [
        xAxis(),
        yAxis('failed', 'failed per second', 'failed', width),
        yAxis('requests', 'requests per second', 'requests', width, { side: 1, grid: { show: false } }),
      ],
      series: [
        xSeries,
        {
          label: 'Failed',
          scale: 'failed',
          stroke: color('failed'),
          width: 2,
          points: { show: false },
          value: plain(1, ' /s'),
        },
        {
          label: 'All',
          scale: 'requests',
          stroke: color('requests'),
          width: 1.5,
          points: { show: false },
          value: plain(1, ' /s'),
        },
      ],
    };
    return new uPlot(config, [view.times, view.failedPerSecond, view.requestsPerSecond], place);
  }

  /** What is known of the difference: a band, which narrows, the estimate in it, and the limit. */
  function comparisonChart(place, width) {
    const { times, limit, low, high, estimate } = data.comparison;
    const shown = times.map((at, i) => [at, i]).filter(([at]) => at >= view.from && at <= view.to);
    const column = (values) => shown.map(([, i]) => values[i]);
    const points = plain(2, ' points');
    const line = (label, stroke, more) => ({
      label,
      scale: 'points',
      stroke: color(stroke),
      width: 1.5,
      points: { show: false },
      value: points,
      ...more,
    });
    const config = {
      ...options(width, 230),
      plugins: [annotations(data, false)],
      padding: [null, width >= NARROW ? 74 : 42, 0, 0],
      scales: { x: { time: false, range: () => [view.from, view.to] }, points: {} },
      axes: [xAxis(), yAxis('points', 'percentage points', 'muted', width)],
      series: [
        xSeries,
        line('At least', 'share', { width: 1 }),
        line('At most', 'share', { width: 1 }),
        line('Estimate', 'share', { width: 2 }),
        line('Limit', 'failed', { dash: [6, 4] }),
      ],
      bands: [{ series: [2, 1], fill: `${color('share')}33` }],
    };
    return new uPlot(
      config,
      [column(times), column(low), column(high), column(estimate), column(limit)],
      place,
    );
  }

  /** Makes the charts again: they depend on the view, the width and the colours. */
  function draw() {
    const isPrinting = root.classList.contains('printing');
    const [share, requests, comparison] = places;
    const width = isPrinting ? PAPER_WIDTH : share.clientWidth;
    for (const chart of charts) {
      chart.destroy();
    }
    charts = [
      shareChart(share, width),
      requestsChart(requests, width),
      ...(comparison === undefined || data.comparison === null ? [] : [comparisonChart(comparison, width)]),
    ];
  }

  /** Whether somebody has zoomed in. */
  function isZoomed() {
    const { min, max } = charts[0]?.scales.x ?? {};
    return min > view.times[0] || max < view.times.at(-1);
  }

  /** Shows other data of the same kind, unless somebody looks closely at what there is. */
  globalThis.cutoverCharts = {
    show(next) {
      if (!isZoomed()) {
        data = next;
        view = data.views.find(({ id }) => id === view.id) ?? data.views[0];
        draw();
      }
    },
  };

  for (const button of document.querySelectorAll('[data-view]')) {
    button.addEventListener('click', () => {
      view = data.views.find(({ id }) => id === button.dataset.view);
      for (const one of document.querySelectorAll('[data-view]')) {
        one.setAttribute('aria-pressed', String(one === button));
      }
      draw();
    });
  }

  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  addEventListener('beforeprint', () => {
    root.classList.add('printing');
    draw();
  });
  addEventListener('afterprint', () => {
    root.classList.remove('printing');
    draw();
  });
  let drawnWidth = places[0].clientWidth;
  new ResizeObserver(() => {
    const width = places[0].clientWidth;
    if (width !== drawnWidth && !root.classList.contains('printing')) {
      drawnWidth = width;
      draw();
    }
  }).observe(places[0]);
  draw();
})();
