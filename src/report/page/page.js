// Sorting, filtering and turning over weeks. Without it the page shows everything.
(() => {
  'use strict';
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const by = id => document.getElementById(id);
  const collate = new Intl.Collator('en-GB', { numeric: true }).compare;
  const compare = (a, b) => {
    const [x, y] = [Number(a), Number(b)];
    return a !== '' && b !== '' && !Number.isNaN(x) && !Number.isNaN(y) ? x - y : collate(a, b);
  };

  for (const element of all('.needs-js')) element.hidden = false;

  // One view of one week at a time; of what is looked for, every week.
  const week = by('week');
  let every = () => {};
  if (week) {
    const buttons = all('.switch button');
    const turn = steps => {
      week.selectedIndex += steps;
      show();
    };
    let view = 'teacher';
    const show = () => {
      for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.view === view));
      for (const one of all('.week')) {
        one.classList.toggle('off', one.dataset.view !== view || (week.value !== '' && one.dataset.week !== week.value));
      }
      by('week-back').disabled = week.selectedIndex === 0;
      by('week-on').disabled = week.selectedIndex === week.options.length - 1;
    };
    for (const button of buttons) {
      button.addEventListener('click', () => {
        view = button.dataset.view;
        show();
      });
    }
    week.addEventListener('change', show);
    by('week-back').addEventListener('click', () => turn(-1));
    by('week-on').addEventListener('click', () => turn(1));
    let before = null;
    every = wanted => {
      if (wanted === (before !== null)) return;
      const now = week.value;
      week.value = wanted ? '' : before;
      before = wanted ? now : null;
      show();
    };
    show();
  }

  // Heads that sort, first the way that the column says.
  for (const head of all('th[data-sort]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    const table = head.closest('table');
    button.addEventListener('click', () => {
      const now = head.getAttribute('aria-sort');
      const first = head.dataset.sort || 'ascending';
      const order = now ? (now === 'ascending' ? 'descending' : 'ascending') : first;
      for (const other of all('th[aria-sort]', table)) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', order);
      const column = head.cellIndex;
      const key = row => row.cells[column].dataset.key ?? row.cells[column].textContent.trim();
      const sign = order === 'ascending' ? 1 : -1;
      const body = table.tBodies[0];
      body.append(...[...body.rows].sort((a, b) => sign * compare(key(a), key(b))));
      table.classList.add('sorted');
    });
  }

  // The order of the cards.
  const order = by('order');
  if (order) {
    const falling = ['cost', 'worth'];
    order.addEventListener('change', () => {
      const cards = all('.card');
      const sign = falling.includes(order.value) ? -1 : 1;
      const key = card => card.dataset[order.value] ?? '';
      cards.sort((a, b) => sign * compare(key(a), key(b)) || compare(a.dataset.plan, b.dataset.plan));
      cards[0].parentNode.append(...cards);
    });
  }

  // One filter for every list.
  const filters = document.querySelector('.filters');
  if (filters) {
    const items = all('[data-item]').map(element => ({ element, text: element.textContent.toLowerCase() }));
    const lists = all('[data-list]');
    const value = id => by(id)?.value ?? '';
    const apply = () => {
      const words = value('find').toLowerCase().split(/\s+/).filter(Boolean);
      const [school, department] = [value('school'), value('department')];
      const fits = ({ element: { dataset }, text }) =>
        words.every(word => text.includes(word)) &&
        (school === '' || dataset.school.includes(`|${school}|`)) &&
        (department === '' || dataset.department.includes(`|${department}|`));
      for (const item of items) item.element.classList.toggle('gone', !fits(item));
      const told = [];
      for (const list of lists) {
        const here = all('[data-item]', list);
        const shown = here.filter(element => !element.classList.contains('gone')).length;
        list.classList.toggle('empty', here.length > 0 && shown === 0);
        if (list.dataset.list !== 'rows') told.push(`${shown} of ${here.length} ${list.dataset.list}`);
      }
      const filtered = words.length > 0 || school !== '' || department !== '';
      every(filtered);
      by('found').textContent = filtered ? `Shown: ${told.join(', ')}` : '';
    };
    let waiting;
    filters.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(apply, 80);
    });
    filters.addEventListener('submit', event => event.preventDefault());
    filters.addEventListener('reset', () => setTimeout(apply));
    // Who follows a link to what is filtered away wants to see it.
    addEventListener('hashchange', () => {
      const target = by(decodeURIComponent(location.hash.slice(1)));
      if (target?.classList.contains('gone')) {
        filters.reset();
        setTimeout(() => target.scrollIntoView());
      }
    });
  }
})();
