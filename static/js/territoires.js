/* Choosing a place while typing: a text field becomes a combobox (ARIA 1.2), its choices come from the search page.
   Without this file the same field is answered on submit. Everything is delegated: fields that htmx brings in work too. */
'use strict';

(() => {
  if (window.maillage?.territoires) return;
  (window.maillage ??= {}).territoires = true;

  const SHORTEST = 2;
  const PAUSE = 160;
  const timers = new WeakMap();
  let serial = 0;

  const fieldOf = (node) => node instanceof Element ? node.closest('[data-territoire]') : null;
  const inputOf = (field) => field.querySelector('input[type="text"]');
  const listOf = (field) => field.querySelector('[role="listbox"]');
  const optionsOf = (field) => [...field.querySelectorAll('[role="option"]')];
  const activeOf = (field) => field.querySelector('[role="option"][aria-selected="true"]');
  const isOpen = (field) => inputOf(field).getAttribute('aria-expanded') === 'true';

  /* Give a plain field the parts of a combobox. */
  function upgrade(field) {
    if (listOf(field)) return;
    const input = inputOf(field);
    const list = document.createElement('ul');
    list.className = 'territoire-liste';
    list.id = `territoire-liste-${++serial}`;
    list.hidden = true;
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', 'Territoires');
    list.setAttribute('hx-sync', 'this:replace');
    const empty = document.createElement('p');
    empty.className = 'territoire-liste territoire-rien';
    empty.hidden = true;
    empty.setAttribute('data-rien', '');
    empty.textContent = 'Aucun territoire ne répond. Essayez le début du nom, le code postal ou le code officiel.';
    const status = document.createElement('p');
    status.className = 'vh';
    status.setAttribute('role', 'status');
    input.after(list, empty, status);
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-expanded', 'false');
    input.setAttribute('aria-controls', list.id);
    input.setAttribute('aria-haspopup', 'listbox');
  }

  const announce = (field, text) => { field.querySelector('[role="status"]').textContent = text; };

  function close(field) {
    clearTimeout(timers.get(field));
    const input = inputOf(field);
    const list = listOf(field);
    if (!list) return;
    list.hidden = true;
    field.querySelector('[data-rien]').hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
    activeOf(field)?.setAttribute('aria-selected', 'false');
  }

  function open(field) {
    const count = optionsOf(field).length;
    listOf(field).hidden = count === 0;
    field.querySelector('[data-rien]').hidden = count !== 0;
    inputOf(field).setAttribute('aria-expanded', String(count > 0));
    if (count === 0) announce(field, 'Aucun territoire ne répond.');
    else announce(field, `${count} territoire${count > 1 ? 's' : ''}. Flèches pour parcourir, Entrée pour choisir.`);
  }

  function activate(field, option) {
    activeOf(field)?.setAttribute('aria-selected', 'false');
    option.setAttribute('aria-selected', 'true');
    inputOf(field).setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }

  function move(field, step) {
    const options = optionsOf(field);
    if (!options.length) return;
    if (!isOpen(field)) open(field);
    const index = options.indexOf(activeOf(field));
    const next = index === -1 ? (step > 0 ? 0 : options.length - 1) : (index + step + options.length) % options.length;
    activate(field, options[next]);
  }

  async function search(field) {
    const input = inputOf(field);
    const list = listOf(field);
    const text = input.value.trim();
    if (text.length < SHORTEST) {
      list.replaceChildren();
      close(field);
      return;
    }
    const address = new URL(field.dataset.recherche, location.href);
    address.searchParams.set('q', text);
    await window.htmx.ajax('GET', address.pathname + address.search, { source: list, target: list, swap: 'innerHTML' });
    optionsOf(field).forEach((option, index) => { option.id = `${list.id}-${index}`; });
    if (document.activeElement === input && input.value.trim() === text) open(field);
  }

  /* The text no longer is what was chosen, or what the candidates below answer. */
  function forget(field) {
    for (const hidden of field.querySelectorAll('[data-choisi], [data-pour]')) hidden.value = '';
    field.querySelector('[data-candidats]')?.remove();
  }

  function keep(field, key, label) {
    const chosen = field.querySelector('[data-choisis]');
    let box = [...chosen.querySelectorAll('input')].find((one) => one.value === key);
    if (!box) {
      box = document.createElement('input');
      box.type = 'checkbox';
      box.name = field.dataset.nom;
      box.value = key;
      const text = document.createElement('span');
      text.textContent = label;
      const wrap = document.createElement('label');
      wrap.append(box, ' ', text);
      const item = document.createElement('li');
      item.append(wrap);
      chosen.append(item);
    }
    box.checked = true;
  }

  function pick(field, option) {
    const input = inputOf(field);
    const { cle, libelle } = option.dataset;
    forget(field);
    if ('plusieurs' in field.dataset) {
      keep(field, cle, libelle);
      input.value = '';
    } else {
      input.value = libelle;
      const hidden = field.querySelector('[data-choisi]');
      if (hidden) {
        hidden.value = cle;
        field.querySelector('[data-pour]').value = libelle;
      }
    }
    listOf(field).replaceChildren();
    close(field);
    announce(field, `${libelle}, choisi.`);
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }

  const upgradeAll = (root) => root.querySelectorAll('[data-territoire]').forEach(upgrade);
  document.addEventListener('DOMContentLoaded', () => upgradeAll(document));
  document.addEventListener('htmx:after:swap', () => upgradeAll(document));

  document.addEventListener('focusin', (event) => {
    const field = fieldOf(event.target);
    if (field) upgrade(field);
  });

  document.addEventListener('input', (event) => {
    const field = fieldOf(event.target);
    if (!field || event.target !== inputOf(field)) return;
    forget(field);
    clearTimeout(timers.get(field));
    timers.set(field, setTimeout(() => search(field), PAUSE));
  });

  document.addEventListener('keydown', (event) => {
    const field = fieldOf(event.target);
    if (!field || event.target !== inputOf(field) || event.isComposing) return;
    const active = activeOf(field);
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      move(field, event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && isOpen(field) && active) {
      event.preventDefault();
      pick(field, active);
    } else if (event.key === 'Escape' && (isOpen(field) || !field.querySelector('[data-rien]').hidden)) {
      event.preventDefault();
      event.stopPropagation();
      close(field);
    } else if (event.key === 'Tab') {
      close(field);
    }
  }, true);

  document.addEventListener('mousedown', (event) => {
    if (event.target instanceof Element && event.target.closest('.territoire-liste')) event.preventDefault();
  });

  document.addEventListener('click', (event) => {
    const option = event.target instanceof Element ? event.target.closest('[data-territoire] [role="option"]') : null;
    if (option) pick(fieldOf(option), option);
  });

  document.addEventListener('focusout', (event) => {
    const field = fieldOf(event.target);
    if (field && event.target === inputOf(field)) close(field);
  });
})();
