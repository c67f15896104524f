/* Draws the two charts of a report. Runs in the browser; `uPlot` comes before it on the page. */
(() => {
  const { views, marks, bands, lanes } = JSON.parse(document.getElementById('chart-data').textContent);
  const root = document.documentElement;
  const places = ['share-chart', 'requests-chart'].map((id) => document.getElementById(id));
  const LANE = 16;
  const PAPER_WIDTH = 700;
  const MINUTE = 60;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;
  const STEPS = [
    ...[0.1, 0.5, 1, 5, 10, 30],
    ...[1, 2, 5, 10, 20, 30].map((count) => count * MINUTE),
    ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
    ...[1, 2, 5, 10, 20, 50, 100].map((count) => count * DAY),
  ];
  let view = views[0];
  let charts = [];

  function color(name) {
    return getComputedStyle(root).getPropertyValue(`--${name}`).trim();
  }

  /** Seconds as `1 d 6 h`, `20 min`, `11 min 41 s`: the two largest units that count. */
  function time(at) {
    const whole = Math.round(at);
    const parts = [
      [Math.floor(whole / DAY), 'd'],
      [Math.floor(whole / HOUR) % 24, 'h'],
      [Math.floor(whole / MINUTE) % 60, 'min'],
      [whole % 60, 's'],
    ];
    const first = parts.findIndex(([count]) => count > 0);
    const shown = first === -1 ? [] : parts.slice(first, first + 2).filter(([count]) => count > 0);
    return shown.length === 0 ? '0' : shown.map(([count, unit]) => `${count} ${unit}`).join(' ');
  }

  function plain(digits, unit) {
    return (_chart, value) => (value == null ? '–' : `${value.toFixed(digits)}${unit}`);
  }

  /** Shades the stages and draws the marks; the labels stand above the plot, clear of the lines. */
  function annotations(isLabelled) {
    const visible = ({ scales }, at) => at >= scales.x.min && at <= scales.x.max;

    function shade(chart) {
      const { ctx, bbox, scales } = chart;
      for (const [index, band] of bands.entries()) {
        const [from, to] = [Math.max(band.from, scales.x.min), Math.min(band.to, scales.x.max)];
        if (from >= to) {
          continue;
        }
        const left = chart.valToPos(from, 'x', true);
        const width = chart.valToPos(to, 'x', true) - left;
        ctx.save();
        ctx.fillStyle = color('band');
        // Every other stage twice, so that neighbours differ.
        for (let i = 0; i <= index % 2; i += 1) {
          ctx.fillRect(left, bbox.top, width, bbox.height);
        }
        ctx.restore();
        if (isLabelled) {
          labelBand(chart, band.label, left, width);
        }
      }
    }

    function labelBand({ ctx, bbox }, label, left, width) {
      const ratio = devicePixelRatio;
      ctx.save();
      ctx.font = `${12 * ratio}px ${getComputedStyle(root).fontFamily}`;
      ctx.fillStyle = color('muted');
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      if (ctx.measureText(label).width <= width) {
        ctx.fillText(label, left + width / 2, bbox.top - (LANE / 2) * ratio);
      }
      ctx.restore();
    }

    function mark(chart) {
      const { ctx, bbox } = chart;
      const ratio = devicePixelRatio;
      const ends = Array.from({ length: isLabelled ? lanes : 0 }, () => Number.NEGATIVE_INFINITY);
      ctx.save();
      ctx.font = `${12 * ratio}px ${getComputedStyle(root).fontFamily}`;
      ctx.textAlign = 'left';
      ctx.textBaseline = 'middle';
      ctx.lineWidth = 1.5 * ratio;
      for (const { at, label, kind } of marks.filter((one) => visible(chart, one.at))) {
        const x = chart.valToPos(at, 'x', true);
        const width = ctx.measureText(label).width + 8 * ratio;
        const start = x + width > bbox.left + bbox.width ? x - width : x;
        // A line crosses the lanes below its label: they have to be free there.
        const lane = ends.findIndex(
          (end, i) => end <= start && ends.slice(i + 1).every((below) => below <= x),
        );
        const top = lane === -1 ? bbox.top : bbox.top - (ends.length - lane + 1) * LANE * ratio;
        ctx.strokeStyle = ctx.fillStyle = color({ bad: 'bad', good: 'good', plain: 'ink' }[kind]);
        ctx.setLineDash(kind === 'plain' ? [4 * ratio, 3 * ratio] : []);
        ctx.beginPath();
        ctx.moveTo(x, top);
        ctx.lineTo(x, bbox.top + bbox.height);
        ctx.stroke();
        if (lane !== -1) {
          ctx.fillText(label, start + 4 * ratio, top + (LANE / 2) * ratio);
          ends[lane] = Math.max(x, start + width);
        }
      }
      ctx.restore();
    }

    return { hooks: { drawClear: [shade], draw: [mark] } };
  }

  function xAxis() {
    return {
      stroke: color('muted'),
      grid: { stroke: color('line'), width: 1 },
      ticks: { stroke: color('line'), width: 1 },
      incrs: STEPS,
      space: 84,
      values: (_chart, splits) => splits.map(time),
    };
  }

  function yAxis(scale, label, stroke, more) {
    return {
      ...xAxis(),
      scale,
      label,
      stroke: color(stroke),
      incrs: undefined,
      space: 32,
      size: 54,
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

  const xSeries = { label: 'Time', value: (_chart, value) => (value == null ? '–' : time(value)) };

  function shareChart(place, width) {
    const top = (1 + lanes) * LANE + 4;
    const config = {
      ...options(width, 280 + top),
      plugins: [annotations(true)],
      // As wide on the right as the other chart's axis, so that the times of the two are in line.
      padding: [top, 74, 0, 0],
      scales: { x: { time: false }, percent: { range: [0, 102] } },
      axes: [xAxis(), yAxis('percent', '% on the new path', 'muted', { splits: () => [0, 25, 50, 75, 100] })],
      series: [
        xSeries,
        {
          label: 'Records',
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
      plugins: [annotations(false)],
      scales: { x: { time: false }, failed: { range: fromZero }, requests: { range: fromZero } },
      axes: [
        xAxis(),
        yAxis('failed', 'failed per second', 'failed'),
        yAxis('requests', 'requests per second', 'requests', { side: 1, grid: { show: false } }),
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

  /** Anew each time: view, width and colours are all that a chart is made of. */
  function draw() {
    const isPrinting = root.classList.contains('printing');
    const [share, requests] = places;
    const width = isPrinting ? PAPER_WIDTH : share.clientWidth;
    for (const chart of charts) {
      chart.destroy();
    }
    charts = [shareChart(share, width), requestsChart(requests, width)];
  }

  for (const button of document.querySelectorAll('[data-view]')) {
    button.addEventListener('click', () => {
      view = views.find(({ id }) => id === button.dataset.view);
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
