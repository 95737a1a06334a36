/* The RACI as others change it: letters, findings, loads and questions are put in place cell by cell. The cell where I stand,
   what I have chosen and what I am sending stay as they are. The wall screen uses it too. */
'use strict';

(() => {
  const direct = window.maillage.direct;
  if (!direct) return;
  const { hooks, element } = direct;
  const FLAG = 3000;
  const frame = document.querySelector('[data-raci]');
  const table = () => document.querySelector('.raci, .raci-mural');
  const shape = (grid) => (grid ? [...grid.querySelectorAll('tr[id], th[id], th[scope]')].map((node) => `${node.id} ${node.localName === 'th' ? node.textContent.trim() : ''}`).join('|') : '');

  hooks.busy = () => Boolean(frame && 'envoi' in frame.dataset);
  if (frame) {
    new MutationObserver(() => document.dispatchEvent(new CustomEvent('maillage:geste'))).observe(frame, { attributes: true, attributeFilter: ['data-envoi'] });
  }

  hooks.take = (page, gestures) => {
    const mine = table(), fresh = page.querySelector('.raci, .raci-mural');
    if (shape(mine) !== shape(fresh)) {
      if (direct.wall) document.querySelector('.mur-raci').replaceChildren(...document.importNode(page.querySelector('.mur-raci'), true).childNodes);
      else again(gestures);
      return;
    }
    if (!mine) return;
    const who = new Map(gestures.filter((gesture) => !gesture.mine).flatMap((gesture) => gesture.cells.map((cell) => [cell, gesture])));
    const columns = [...mine.tHead.rows[0].cells].map((head) => head.id.slice(2));
    const rows = [...fresh.rows];
    [...mine.rows].forEach((row, n) => {
      for (const name of ['data-alerte']) copyAttribute(row, rows[n], name);
      [...row.cells].forEach((cell, column) => {
        const other = rows[n].cells[column];
        if (!other || cell.localName === 'th') return;
        for (const name of ['data-charge', 'data-lettres', 'class', 'title']) copyAttribute(cell, other, name);
        if (cell.innerHTML === other.innerHTML) return;
        const letters = cell.textContent;
        cell.replaceChildren(...document.importNode(other, true).childNodes);
        const gesture = who.get(`${row.id.slice(2)}/${columns[column]}`);
        if (gesture && letters !== cell.textContent) flag(cell, gesture.first);
      });
    });
    const questions = document.querySelector('.raci-questions ul'), asked = page.querySelector('.raci-questions ul');
    if (questions && asked && questions.innerHTML !== asked.innerHTML && !questions.contains(document.activeElement)) {
      questions.replaceChildren(...document.importNode(asked, true).childNodes);
    }
  };
  function copyAttribute(mine, fresh, name) {
    if (mine.getAttribute(name) === fresh.getAttribute(name)) return;
    if (fresh.hasAttribute(name)) mine.setAttribute(name, fresh.getAttribute(name));
    else mine.removeAttribute(name);
  }

  /* A flag hangs over its cell without being in it: what a cell holds are letters. */
  function flag(cell, first) {
    const said = element('p', { class: 'drapeau drapeau-case', 'aria-hidden': 'true' }, first);
    const box = cell.getBoundingClientRect();
    said.style.setProperty('inset-inline-start', `${box.left + scrollX}px`);
    said.style.setProperty('inset-block-start', `${box.top + scrollY - 14}px`);
    document.body.append(said);
    cell.setAttribute('data-change', '');
    setTimeout(() => { said.remove(); cell.removeAttribute('data-change'); }, FLAG);
  }

  /* Rows or columns came or went: the scripts of the grid know the others. The page is asked for again, when one wishes. */
  function again(gestures) {
    if (document.querySelector('.direct-nouveau')) return;
    const first = gestures.find((gesture) => !gesture.mine)?.first;
    const link = element('a', { href: location.pathname + location.search, class: 'lien-action' }, 'Voir le tableau à jour');
    const note = element('p', { class: 'avis-ligne direct-nouveau', role: 'status' }, `${first || 'Quelqu’un'} a changé les activités ou les colonnes. `, link);
    document.querySelector('main .entete').after(note);
    const raci = window.maillage.raci;
    link.addEventListener('click', () => { if (raci?.current) raci.comeBackTo(raci.current); });
  }

  /* ---- Who stands in which cell ---- */
  let edited = [];
  hooks.here = (list, screens) => {
    for (const cell of edited) { cell.removeAttribute('data-edition'); cell.removeAttribute('title'); }
    edited = [];
    for (const { what, who } of list) {
      const [row, column] = what.startsWith('case:') ? what.slice(5).split('/') : [];
      const line = row && document.getElementById(`a-${row}`), head = column && document.getElementById(`c-${column}`);
      const cell = line && head && line.cells[head.cellIndex];
      if (!cell) continue;
      cell.setAttribute('data-edition', '');
      cell.title = `${who} est ici`;
      edited.push(cell);
    }
    button.hidden = !screens || !direct.mayShow;
  };
  const button = element('button', { type: 'button', class: 'bouton', hidden: '' }, 'Montrer ceci à l’écran');
  const project = document.querySelector('.outils a[href*="/ecran/"]');
  (project?.closest('details') || project)?.before(button);
  button.addEventListener('click', () => {
    direct.showView('raci', new URL(location).searchParams.toString())
      .then((response) => window.maillage.say(response.ok ? 'C’est à l’écran.' : 'L’écran n’a pas pu être changé. Réessayez.', !response.ok))
      .catch(() => window.maillage.say('Vous êtes hors ligne\u00a0: l’écran n’a pas changé.', true));
  });
  if (frame && 'editable' in frame.dataset) {
    let soon = 0;
    const tell = () => {
      clearTimeout(soon);
      soon = setTimeout(() => {
        const cell = document.activeElement?.closest('.raci tbody td');
        const head = cell && cell.closest('table').tHead.rows[0].cells[cell.cellIndex];
        const known = cell?.parentElement.id && head?.id;
        direct.editing(known ? `case:${cell.parentElement.id.slice(2)}/${head.id.slice(2)}` : '');
      }, 300);
    };
    frame.addEventListener('focusin', tell);
    frame.addEventListener('focusout', tell);
  }
})();
