/* Simulated time in words, for axes and legends. */
(() => {
  const MINUTE = 60;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;

  /** Steps of an axis, in seconds. */
  const STEPS = [
    ...[0.1, 0.5, 1, 5, 10, 30],
    ...[1, 2, 5, 10, 20, 30].map((count) => count * MINUTE),
    ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
    ...[1, 2, 5, 10, 20, 50, 100].map((count) => count * DAY),
  ];

  /** Seconds as labels of an axis, down to the unit of its steps: `1 d 6 h`, `20 min`, `1 d 3 h 50 min`. */
  function inUnits(at, step) {
    const units = [
      [DAY, 'd', Number.POSITIVE_INFINITY],
      [HOUR, 'h', DAY],
      [MINUTE, 'min', HOUR],
      [1, 's', MINUTE],
    ];
    const shown = units
      .map(([seconds, unit, larger]) => [
        Math.floor(Math.round(at) / seconds) % (larger / seconds),
        unit,
        larger,
      ])
      .filter(([count, , larger]) => count > 0 && step < larger)
      .map(([count, unit]) => `${count} ${unit}`);
    return step < 1 ? `${at.toFixed(1)} s` : shown.join(' ') || '0';
  }

  /** Seconds as in the tables: `+00:11:41`, `+1d 03:50:24`. */
  function clock(at) {
    const two = (count) => String(Math.floor(count)).padStart(2, '0');
    const days = at >= DAY ? `${Math.floor(at / DAY)}d ` : '';
    return `+${days}${two((at % DAY) / HOUR)}:${two((at % HOUR) / MINUTE)}:${two(at % MINUTE)}`;
  }

  globalThis.simulatedTime = { DAY, STEPS, inUnits, clock };
})();
