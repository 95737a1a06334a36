/* The matrix situations × actors: arrows between cells, the form of a cell in a dialogue. Without it, cells are links. */
'use strict';

(() => {
  const dialogue = document.getElementById('dialogue');
  const cells = () => [...document.querySelectorAll('[data-situations] .sit-case')];
  let kept = null;  /* the id of the cell that the keyboard is on, or left for the dialogue */

  /* ---- One stop in the tab order, arrows inside ---- */
  function makeCurrent(cell) {
    for (const other of cells()) other.tabIndex = -1;
    if (!cell) return;
    cell.tabIndex = 0;
    kept = cell.id;
  }
  function neighbour(cell, key) {
    const box = cell.closest('td'), row = box.parentElement;
    const at = (line, column) => line && line.cells[column] && line.cells[column].querySelector('.sit-case');
    switch (key) {
      case 'ArrowRight': return at(row, box.cellIndex + 1);
      case 'ArrowLeft': return at(row, box.cellIndex - 1);
      case 'ArrowDown': return at(row.nextElementSibling, box.cellIndex);
      case 'ArrowUp': return at(row.previousElementSibling, box.cellIndex);
      case 'Home': return at(row, 1);
      case 'End': return at(row, row.cells.length - 1);
      default: return null;
    }
  }
  document.addEventListener('keydown', (event) => {
    const cell = event.target.closest('.sit-case');
    if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = neighbour(cell, event.key);
    if (!next) return;
    event.preventDefault();
    makeCurrent(next);
    next.focus();
  });
  document.addEventListener('focusin', (event) => {
    const cell = event.target.closest('.sit-case');
    if (cell) makeCurrent(cell);
  });
  makeCurrent(cells()[0]);

  /* ---- The dialogue ---- */
  function addSearch(choices) {
    const box = document.createElement('div');
    const input = document.createElement('input');
    box.className = 'sit-chercher';
    input.type = 'search';
    input.placeholder = 'Chercher un acteur';
    input.setAttribute('aria-label', 'Chercher un acteur');
    input.autocomplete = 'off';
    box.append(input);
    choices.querySelector('legend').after(box);
    const plain = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
    const labels = [...choices.querySelectorAll('label')];
    input.addEventListener('input', () => {
      const wanted = plain(input.value).split(/\s+/).filter(Boolean);
      for (const label of labels) label.parentElement.hidden = !wanted.every((word) => plain(label.textContent).includes(word));
    });
    /* Enter in the search ticks the only one left rather than sending the form. */
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      const left = labels.filter((label) => !label.parentElement.hidden);
      if (left.length !== 1) return;
      left[0].control.checked = !left[0].control.checked;
      input.select();
    });
  }
  document.addEventListener('htmx:after:swap', () => {
    const form = dialogue.querySelector('form');
    if (!form) return;
    if ('pret' in form.dataset) {
      /* Something else than the form was swapped: the matrix came back, the dialogue has done its work. */
      dialogue.close();
      return;
    }
    form.dataset.pret = '';
    dialogue.setAttribute('aria-label', dialogue.querySelector('.dialogue-titre').textContent);
    const choices = form.querySelector('[data-choix]');
    if (choices && choices.querySelectorAll('label').length > 12) addSearch(choices);
    if (!dialogue.open) dialogue.showModal();
    const alert = form.querySelector('[role="alert"]');
    if (alert) alert.tabIndex = -1;
    (alert || form.querySelector('.sit-chercher input, [type="checkbox"], textarea, button')).focus();
  });
  dialogue.addEventListener('close', () => {
    dialogue.replaceChildren();
    requestAnimationFrame(() => {
      makeCurrent((kept && document.getElementById(kept)) || cells()[0]);
      if (kept && document.getElementById(kept)) document.getElementById(kept).focus();
    });
  });
  dialogue.addEventListener('click', (event) => {
    if (!event.target.closest('[data-fermer-dialogue]')) return;
    event.preventDefault();
    dialogue.close();
  });
})();
