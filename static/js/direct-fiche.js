/* The record of a partner: the others see who changes it, on its cards and here. */
'use strict';

(() => {
  const direct = window.maillage.direct;
  if (!direct) return;
  const card = `fiche:${direct.root.dataset.fiche}`;
  const told = direct.element('p', { class: 'reseau', role: 'status' });
  document.querySelector('main').prepend(told);
  const tell = () => direct.editing(document.querySelector('main [data-edition]') ? card : '');
  document.addEventListener('htmx:after:swap', tell);
  tell();
  direct.hooks.take = null;
  direct.hooks.here = (list) => {
    const names = list.filter(({ what }) => what === card).map(({ who }) => who);
    const words = names.length ? `${names.join(', ')} ${names.length > 1 ? 'modifient' : 'modifie'} cette fiche en ce moment.` : '';
    if (told.textContent !== words) told.textContent = words;
  };
})();
