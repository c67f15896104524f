/* Renews the page, and sends commands. The scripts of the charts run before it. */
(() => {
  let pollMs = 1000;
  const byId = (id) => document.getElementById(id);
  const dialog = byId('confirm');
  /** ARN of the cutover that somebody has chosen; null for the newest. */
  let chosen = new URLSearchParams(location.hash.slice(1)).get('execution');
  let shown = null;
  let shownCharts = '';
  let asked = null;
  let timer;

  /** Replaces markup only where it has changed, so that a selection of text stays. */
  function put(id, markup) {
    const place = byId(id);
    if (place.dataset.markup !== markup) {
      place.dataset.markup = markup;
      place.innerHTML = markup;
    }
  }

  function button(action) {
    const made = document.createElement('button');
    made.type = 'button';
    made.dataset.kind = action.kind;
    made.textContent = action.label;
    made.classList.toggle('danger', action.kind === 'abort');
    made.addEventListener('click', () => confirm(action.kind));
    return made;
  }

  /** Buttons stay the same elements, so that the focus stays where it is. */
  function showActions(actions) {
    const place = byId('actions');
    if (place.children.length === 0) {
      place.append(...actions.map(button));
    }
    for (const { kind, unavailable } of actions) {
      const one = place.querySelector(`[data-kind="${kind}"]`);
      one.disabled = unavailable !== null;
      one.title = unavailable ?? '';
    }
  }

  function showList(cutovers) {
    const rows = cutovers.map((cutover) => {
      const row = document.createElement('tr');
      const name = document.createElement('button');
      name.type = 'button';
      name.textContent = cutover.name;
      name.dataset.execution = cutover.execution;
      name.setAttribute('aria-pressed', String(cutover.execution === shown?.execution));
      const cells = [cutover.plan, cutover.phase, cutover.percent, cutover.startedAt].map((text) => {
        const cell = document.createElement('td');
        cell.textContent = text;
        return cell;
      });
      const first = document.createElement('td');
      first.append(name);
      row.append(first, ...cells);
      return row;
    });
    const text = JSON.stringify([cutovers, shown?.execution]);
    const body = byId('list').tBodies[0];
    if (body.dataset.text !== text && !body.contains(document.activeElement)) {
      body.dataset.text = text;
      body.replaceChildren(...rows);
    }
  }

  function show({ now, speed, cutovers, shown: next }) {
    shown = next;
    const pace = speed === null ? '' : `, ${Math.round(speed)} times as fast`;
    byId('clock').textContent = `${now.slice(0, 10)} ${now.slice(11, 19)} UTC${pace}`;
    byId('shown').hidden = next === null;
    showList(cutovers);
    if (next === null) {
      put('headline', '<p class="hint">There has been no cutover yet.</p>');
      return;
    }
    byId('name').textContent = next.name;
    document.title = `${next.name}: Cutover`;
    for (const [part, markup] of Object.entries(next.parts)) {
      put(part, markup);
    }
    showActions(next.actions);
    byId('charts').hidden = next.charts === null;
    const text = JSON.stringify(next.charts);
    if (next.charts !== null && text !== shownCharts) {
      shownCharts = text;
      byId('comparison-chart').closest('figure').hidden = next.charts.comparison === null;
      globalThis.cutoverCharts.show(next.charts);
    }
  }

  function problem(text) {
    byId('problem').hidden = text === null;
    byId('problem').textContent = text ?? '';
  }

  async function renew() {
    clearTimeout(timer);
    try {
      const query = chosen === null ? '' : `?execution=${encodeURIComponent(chosen)}`;
      const response = await fetch(`api/state${query}`, { cache: 'no-store' });
      const answer = await response.json();
      problem(response.ok ? null : answer.error);
      if (response.ok) {
        pollMs = answer.pollMs;
        show(answer);
      }
    } catch {
      problem('The program does not answer: start cutover dashboard again. What is shown may be old.');
    }
    timer = setTimeout(renew, pollMs);
  }

  function confirm(kind) {
    const action = shown.actions.find((one) => one.kind === kind);
    asked = { kind, route: shown.route, execution: shown.execution, atPercent: action.atPercent };
    byId('confirm-title').textContent = `${action.label}: ${shown.name}`;
    byId('confirm-effect').textContent = action.effect;
    byId('confirm-send').textContent = action.label;
    byId('confirm-send').classList.toggle('danger', kind === 'abort');
    byId('confirm-reason').value = '';
    dialog.showModal();
    byId('confirm-reason').focus();
  }

  async function send(reason) {
    const { kind } = asked;
    byId('answer').textContent = `Sending ${kind}…`;
    try {
      const response = await fetch('api/command', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...asked, reason }),
      });
      byId('answer').textContent = (await response.json()).message;
    } catch {
      byId('answer').textContent = `The program does not answer; ${kind} may not have been sent.`;
    }
    await renew();
  }

  byId('confirm-cancel').addEventListener('click', () => dialog.close());
  byId('confirm-form').addEventListener('submit', () => void send(byId('confirm-reason').value));
  byId('list').addEventListener('click', ({ target }) => {
    const { execution } = target.closest('[data-execution]')?.dataset ?? {};
    if (execution !== undefined) {
      chosen = execution;
      location.hash = new URLSearchParams({ execution }).toString();
      target.blur();
      void renew();
    }
  });
  void renew();
})();
