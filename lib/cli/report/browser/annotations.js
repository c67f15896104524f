/* Draws marks and stages into a chart of `uPlot`. */
(() => {
  /** Height of a row of labels in pixels. */
  const LANE = 16;

  /** A colour of the page in its present colour scheme. */
  function color(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  }

  /** Shades the stages and draws the marks. The labels are above the plot, where there are no lines. */
  function annotations({ marks, bands, lanes }, isLabelled) {
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
        // Every second stage is shaded twice, so that neighbours differ.
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
      ctx.font = `${12 * ratio}px ${getComputedStyle(document.documentElement).fontFamily}`;
      ctx.fillStyle = color('muted');
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      if (ctx.measureText(label).width <= width) {
        ctx.fillText(label, left + width / 2, bbox.top - (LANE / 2) * ratio);
      }
      ctx.restore();
    }

    /** A label to the left of its line may cover the lines of other marks. */
    function clear({ ctx }, left, top, width) {
      ctx.save();
      ctx.fillStyle = color('paper');
      ctx.fillRect(left, top, width - devicePixelRatio, LANE * devicePixelRatio);
      ctx.restore();
    }

    function mark(chart) {
      const { ctx, bbox } = chart;
      const ratio = devicePixelRatio;
      const ends = Array.from({ length: isLabelled ? lanes : 0 }, () => Number.NEGATIVE_INFINITY);
      ctx.save();
      ctx.font = `${12 * ratio}px ${getComputedStyle(document.documentElement).fontFamily}`;
      ctx.textAlign = 'left';
      ctx.textBaseline = 'middle';
      ctx.lineWidth = 1.5 * ratio;
      for (const { at, label, kind } of marks.filter((one) => visible(chart, one.at))) {
        const x = chart.valToPos(at, 'x', true);
        const width = ctx.measureText(label).width + 8 * ratio;
        const start = x + width > bbox.left + bbox.width ? x - width : x;
        // A line crosses the lanes below its label, which must be free there.
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
          if (start < x) {
            clear(chart, start, top, width);
          }
          ctx.fillText(label, start + 4 * ratio, top + (LANE / 2) * ratio);
          ends[lane] = Math.max(x, start + width);
        }
      }
      ctx.restore();
    }

    return { hooks: { drawClear: [shade], draw: [mark] } };
  }

  globalThis.chartNotes = { LANE, color, annotations };
})();
