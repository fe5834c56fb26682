// Enhancements of the report page. Everything is readable and printable without them.
'use strict';
document.documentElement.classList.add('js');
addEventListener('DOMContentLoaded', () => {
  const findings = [...document.querySelectorAll('.finding')];
  const form = document.querySelector('.filters');

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

  // Timelines: the rows that hold a text, by kind, verb, actor, time or file; those of one time of day by typing it.
  const rowsField = document.querySelector('#timelines .table-filter input');
  if (rowsField) rowsField.addEventListener('input', () => {
    const text = rowsField.value.trim().toLowerCase();
    for (const timeline of document.querySelectorAll('.timeline')) {
      const named = timeline.querySelector('summary').textContent.toLowerCase().includes(text);
      let shown = 0;
      for (const row of timeline.querySelectorAll('.events > li')) {
        row.hidden = !named && !row.textContent.toLowerCase().includes(text);
        if (!row.hidden) shown++;
      }
      timeline.hidden = shown === 0;
      timeline.open = text !== '' && shown > 0;
    }
  });

  // Paper cannot be unfolded.
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open]):not(.timeline):not(.more)')];
    for (const box of opened) box.open = true;
  });
  addEventListener('afterprint', () => { for (const box of opened) box.open = false; });
});
