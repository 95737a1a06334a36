/* Partner record: after a block opens or closes its form, the focus goes where a person expects it. */
'use strict';

(() => {
  let opener = null;
  let block = null;

  document.addEventListener('click', (event) => {
    const link = event.target.closest('[data-modifier], [hx-get]');
    if (!link || link.closest('[data-edition]')) return;
    opener = link.getAttribute('href');
    block = link.getAttribute('hx-target') || `#${link.closest('[id^="bloc-"]').id}`;
  });

  document.addEventListener('htmx:after:swap', () => {
    const edition = document.querySelector('[data-edition]');
    if (edition) {
      const refused = edition.querySelector('[aria-invalid="true"], [role="alert"]');
      if (edition.dataset.vu && !refused) return;
      edition.dataset.vu = 'oui';
      if (refused && refused.matches('[role="alert"]')) {
        refused.tabIndex = -1;
        refused.focus();
        return;
      }
      const first = refused || edition.querySelector('input:not([type="hidden"]), select, textarea');
      if (first) first.focus();
      return;
    }
    if (!block) return;
    /* The form is closed: back to what opened it, or to the block when that is gone. */
    const back = [...document.querySelectorAll(`${block} a[href]`)].find((link) => link.getAttribute('href') === opener);
    const place = back || document.querySelector(block);
    if (place && !back) place.tabIndex = -1;
    if (place) place.focus();
    block = null;
  });
})();
