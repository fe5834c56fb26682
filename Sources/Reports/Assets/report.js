// Enhancements of the report page. Everything is readable and printable without them.
'use strict';
document.documentElement.classList.add('js');
addEventListener('DOMContentLoaded', () => {
  const findings = [...document.querySelectorAll('.finding')];
  const form = document.querySelector('#findings .filters');
  const timelineForm = document.querySelector('#timelines .filters');

  function applyFilter() {
    const want = name => form.elements[name] ? form.elements[name].value : '';
    const text = want('text').trim().toLowerCase();
    let shown = 0;
    for (const finding of findings) {
      const data = finding.dataset;
      const matches = (!want('verdict') || data.verdict === want('verdict')) &&
        (!want('severity') || data.severity === want('severity')) &&
        (!want('kind') || data.kinds.split(' ').includes(want('kind'))) &&
        (!text || finding.textContent.toLowerCase().includes(text));
      finding.hidden = !matches;
      if (matches) shown++;
    }
    form.querySelector('output').textContent =
      form.dataset.shown.replace('{0}', shown).replace('{1}', findings.length);
    document.querySelector('.no-match').hidden = shown > 0;
  }

  if (form) {
    form.addEventListener('input', applyFilter);
    form.addEventListener('submit', event => event.preventDefault());
    form.addEventListener('reset', () => setTimeout(applyFilter));
    applyFilter();
  }

  // A link into something hidden or folded opens it.
  function reveal() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const finding = target.closest('.finding');
    if (finding && finding.hidden) form.reset();
    if (target.matches('.timeline[hidden]')) timelineForm.reset();
    for (let box = target.closest('details'); box; box = box.parentElement.closest('details')) box.open = true;
    requestAnimationFrame(() => target.scrollIntoView());
  }
  addEventListener('hashchange', reveal);
  reveal();

  async function copyText(text) {
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }

  document.addEventListener('click', async event => {
    const button = event.target.closest('.copy');
    if (!button || button.disabled) return;
    const before = button.textContent;
    try {
      await copyText(button.parentElement.querySelector('code').textContent);
    } catch {
      return;
    }
    button.textContent = button.dataset.done;
    button.disabled = true;
    setTimeout(() => { button.textContent = before; button.disabled = false; }, 1500);
  });

  // Tables: a click on a heading sorts by it, again turns the order; a field above shows the rows that hold a text.
  for (const table of document.querySelectorAll('.tables table')) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const value = (row, at) => {
      const text = row.cells[at].textContent.trim();
      const number = Number(text.replace(/,/g, ''));
      return text && !Number.isNaN(number) ? number : text;
    };
    [...table.tHead.rows[0].cells].forEach((head, at) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'sort';
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const down = head.getAttribute('aria-sort') === 'ascending';
        for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        const order = (a, b) => {
          const [x, y] = [value(a, at), value(b, at)];
          if (typeof x === 'number' && typeof y === 'number') return x - y;
          return String(x).localeCompare(String(y));
        };
        body.append(...[...rows].sort((a, b) => down ? order(b, a) : order(a, b)));
      });
    });
    const field = table.closest('section').querySelector('.table-filter input');
    if (field) field.addEventListener('input', () => {
      const text = field.value.trim().toLowerCase();
      for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(text);
    });
  }

  // Timelines: the rows of a time, a verb or a text, of the objects of a kind. All strips show the same time, which is
  // zoomed into by typing it or by drawing over a strip.
  if (timelineForm) {
    const fields = timelineForm.elements;
    // RFC 3339 with more digits than a date of the browser holds.
    const milliseconds = text => Date.parse(text.slice(0, 19) + 'Z') + 1000 * Number('0' + text.slice(19).replace('Z', ''));
    const timelines = [...document.querySelectorAll('.timeline')].map(box => ({
      box, strip: box.querySelector('.strip'), kind: box.querySelector('.kind').textContent,
      name: box.querySelector('summary').textContent.toLowerCase(),
      rows: [...box.querySelectorAll('.events > li')].map(row => {
        const time = row.querySelector('time');
        return { row, verb: row.dataset.verb, at: time ? milliseconds(time.dateTime) : null };
      }),
    }));
    const times = timelines.flatMap(timeline => timeline.rows.map(row => row.at)).filter(at => at !== null);
    const whole = times.reduce(([from, to], at) => [Math.min(from, at), Math.max(to, at)], [Infinity, -Infinity]);
    const writing = at => Number.isFinite(at) ? new Date(at).toISOString().slice(0, 23).replace('T', ' ') : '';
    // A time of day alone is one of the first day; what is no time has no effect, and is marked.
    const typed = name => {
      const text = fields[name].value.trim().replace('T', ' ').replace(/Z$/, '');
      const at = text ? Date.parse((/^\d+:/.test(text) ? writing(whole[0]).slice(0, 11) + text : text) + 'Z') : NaN;
      fields[name].setAttribute('aria-invalid', text !== '' && Number.isNaN(at));
      return Number.isNaN(at) ? null : at;
    };
    function range() {
      const [from, to] = [typed('from'), typed('to')];
      // What is typed has milliseconds, what happened has more.
      return [from ?? whole[0], to === null ? whole[1] : to + 0.999];
    }

    // A line of a strip, like the one that is there.
    function line(strip, attributes) {
      const line = strip.querySelector('.base').cloneNode();
      for (const [key, value] of Object.entries(attributes)) line.setAttribute(key, value);
      return line;
    }

    function draw(timeline, from, to) {
      if (!timeline.strip) return;
      for (const mark of timeline.strip.querySelectorAll('.event')) mark.remove();
      const shown = timeline.rows.filter(row => !row.row.hidden && row.at !== null && row.at >= from && row.at <= to);
      const places = new Set(shown.map(row => to > from ? Math.round(1000 * (row.at - from) / (to - from)) : 500));
      for (const place of places) {
        const x = Math.max(2, Math.min(998, place));
        timeline.strip.append(line(timeline.strip, { class: 'event', x1: x, x2: x, y1: 2, y2: 14 }));
      }
    }

    function filterTimelines() {
      const [from, to] = range();
      const isZoomed = fields.from.value || fields.to.value;
      const text = fields.text.value.trim().toLowerCase();
      const kind = fields.kind ? fields.kind.value : '';
      const verb = fields.verb ? fields.verb.value : '';
      let [shown, total] = [0, 0];
      for (const timeline of timelines) {
        const isNamed = timeline.name.includes(text);
        let here = 0;
        for (const { row, verb: said, at } of timeline.rows) {
          row.hidden = (kind && timeline.kind !== kind) || (verb && said !== verb) ||
            (isZoomed && (at === null || at < from || at > to)) ||
            !(isNamed || row.textContent.toLowerCase().includes(text));
          if (!row.hidden) here++;
        }
        timeline.box.hidden = here === 0;
        if (text || verb) timeline.box.open = here > 0;
        draw(timeline, from, to);
        shown += here;
        total += timeline.rows.length;
      }
      timelineForm.querySelector('output').textContent =
        timelineForm.dataset.shown.replace('{0}', shown).replace('{1}', total);
    }
    fields.from.placeholder = writing(whole[0]);
    fields.to.placeholder = writing(whole[1]);
    timelineForm.addEventListener('input', filterTimelines);
    timelineForm.addEventListener('submit', event => event.preventDefault());
    timelineForm.addEventListener('reset', () => setTimeout(filterTimelines));

    let drawn = null;
    const end = () => {
      if (drawn.mark) drawn.mark.remove();
      drawn = null;
    };
    const place = event => {
      const box = drawn.strip.getBoundingClientRect();
      return Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    };
    document.addEventListener('pointerdown', event => {
      const strip = event.button === 0 && event.target.closest('#timelines .strip');
      if (!strip) return;
      drawn = { strip };
      drawn.from = drawn.to = place(event);
    });
    document.addEventListener('pointermove', event => {
      if (!drawn) return;
      drawn.to = place(event);
      if (drawn.mark) drawn.mark.remove();
      drawn.mark = line(drawn.strip, { class: 'chosen', x1: 1000 * drawn.from, x2: 1000 * drawn.to });
      drawn.strip.append(drawn.mark);
    });
    document.addEventListener('pointercancel', () => { if (drawn) end(); });
    document.addEventListener('pointerup', () => {
      if (!drawn) return;
      const [a, b] = [Math.min(drawn.from, drawn.to), Math.max(drawn.from, drawn.to)];
      end();
      if (b - a < 0.005) return;
      const [from, to] = range();
      fields.from.value = writing(Math.floor(from + a * (to - from)));
      fields.to.value = writing(Math.ceil(from + b * (to - from)));
      filterTimelines();
      // The click that follows would fold the timeline.
      const stop = event => event.preventDefault();
      addEventListener('click', stop, true);
      setTimeout(() => removeEventListener('click', stop, true));
    });
  }

  // Paper cannot be unfolded.
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open]):not(.timeline):not(.more)')];
    for (const box of opened) box.open = true;
  });
  addEventListener('afterprint', () => { for (const box of opened) box.open = false; });
});
