/* The roles of a RACI cell as a list: Alt+Down, Enter, or a second press on the cell. */
'use strict';

(() => {
  const raci = window.maillage.raci;
  if (!raci || !raci.editable) return;
  const { grid, lettersOf, isCell, words, make, go, write } = raci;
  const option = (letters) => `<li role="option" id="choix-${raci.classOf(letters) || 'vide'}" data-letters="${letters}"><span class="role" data-role="${raci.classOf(letters) || 'vide'}" aria-hidden="true">${letters}</span> ${words(letters)}</li>`;
  const list = make('ul', { class: 'raci-choix', role: 'listbox', 'aria-label': 'Rôle', tabindex: '-1', hidden: '' },
    [...raci.ROLES.map((role) => role[0]), ''].map(option).join(''));
  const options = [...list.children];
  let chosen = 0;

  function openList(cell) {
    const now = lettersOf(cell);
    options.forEach((option) => option.toggleAttribute('data-present', option.dataset.letters === now));
    list.hidden = false;
    const box = cell.getBoundingClientRect();
    const height = list.offsetHeight, width = list.offsetWidth;
    const below = box.bottom + height < innerHeight;
    list.style.setProperty('inset-block-start', `${below ? box.bottom : Math.max(4, box.top - height)}px`);
    list.style.setProperty('inset-inline-start', `${Math.max(4, Math.min(box.left, innerWidth - width - 8))}px`);
    point(Math.max(0, options.findIndex((option) => option.dataset.letters === now)));
    list.focus({ preventScroll: true });
  }
  function point(index) {
    chosen = (index + options.length) % options.length;
    options.forEach((option, k) => option.setAttribute('aria-selected', String(k === chosen)));
    list.setAttribute('aria-activedescendant', options[chosen].id);
  }
  function closeList(choose) {
    if (list.hidden) return;
    list.hidden = true;
    const cell = raci.current;
    go(cell);
    if (choose) write(cell, options[chosen].dataset.letters);
  }
  list.addEventListener('keydown', (event) => {
    const letter = event.key.toUpperCase();
    if (event.key === 'ArrowDown') point(chosen + 1);
    else if (event.key === 'ArrowUp') point(chosen - 1);
    else if (event.key === 'Home') point(0);
    else if (event.key === 'End') point(options.length - 1);
    else if (event.key === 'Enter' || event.key === ' ') closeList(true);
    else if (event.key === 'Escape' || event.key === 'Tab') closeList(false);
    else if (letter.length === 1 && options.some((option) => option.dataset.letters[0] === letter)) point(options.findIndex((option) => option.dataset.letters[0] === letter));
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener('click', (event) => {
    const option = event.target.closest('[role="option"]');
    if (option) { point(options.indexOf(option)); closeList(true); }
  });
  list.addEventListener('focusout', (event) => { if (!list.contains(event.relatedTarget)) list.hidden = true; });

  raci.keys.push((cell, event) => {
    const asked = (event.key === 'ArrowDown' && event.altKey && !event.shiftKey) || event.key === 'F4' || event.key === 'Enter';
    if (asked) openList(cell);
    return asked;
  });
  /* The first press takes the cell, a press on the cell already taken opens the list: the same for a finger. */
  let pressed = null;
  grid.addEventListener('pointerdown', (event) => {
    const cell = event.target.closest('td');
    pressed = cell === document.activeElement ? cell : null;
  });
  grid.addEventListener('click', (event) => {
    const cell = event.target.closest('td');
    if (isCell(cell) && pressed === cell) openList(cell);
  });
})();
