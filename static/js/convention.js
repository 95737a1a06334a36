/* The agreement's screen: pages of the preview, and marks put in at the cursor. Everything works without it. */
'use strict';

(() => {
  const preview = () => document.querySelector('[data-apercu-texte]');

  function pageWidth(text) {
    const style = getComputedStyle(text);
    return text.clientWidth - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd) + parseFloat(style.columnGap);
  }

  function tellPage() {
    const text = preview();
    if (!text) return;
    const paged = getComputedStyle(text).columnGap !== 'normal';
    const width = paged ? pageWidth(text) : 1;
    const count = paged ? Math.max(1, Math.round((text.scrollWidth - text.clientWidth) / width) + 1) : 1;
    const page = paged ? Math.min(count, Math.round(text.scrollLeft / width) + 1) : 1;
    const label = count > 1 ? `Aperçu, page ${page} sur ${count}` : 'Aperçu du document';
    const place = document.querySelector('[data-apercu-page]');
    if (place.textContent !== label) place.textContent = label;
    document.querySelector('[data-apercu-pages]').hidden = count < 2;
  }

  /* Turn to the page where the chosen article begins, once: who types stays on the page being read. */
  let followed = '';
  function followArticle() {
    const text = preview();
    if (!text || text.dataset.apercuArticle === followed) return;
    followed = text.dataset.apercuArticle;
    const number = [...text.querySelectorAll('h4 b')].find((mark) => mark.textContent === text.dataset.apercuArticle);
    if (!number) return;
    const width = pageWidth(text);
    const left = number.parentElement.getBoundingClientRect().left - text.getBoundingClientRect().left + text.scrollLeft;
    text.scrollTo({ left: Math.floor(left / width) * width, behavior: 'instant' });
  }

  let typedLast = null;
  document.addEventListener('focusin', (event) => {
    if (event.target.matches('textarea')) typedLast = event.target;
  });

  document.addEventListener('click', (event) => {
    const step = event.target.closest('[data-apercu-pas]');
    if (step) {
      const text = preview();
      const width = pageWidth(text);
      const page = Math.round(text.scrollLeft / width) + Number(step.dataset.apercuPas);
      text.scrollTo({ left: page * width });
    }
    const mark = event.target.closest('[data-repere]');
    if (mark) {
      const form = mark.closest('form');
      const field = form.contains(typedLast) ? typedLast : form.querySelector('textarea');
      field.setRangeText(mark.dataset.repere, field.selectionStart, field.selectionEnd, 'end');
      field.focus();
      /* What shows the text as it is typed hears of it. */
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  });

  document.addEventListener('scroll', (event) => {
    if (event.target === preview()) tellPage();
  }, true);
  window.addEventListener('resize', tellPage);
  document.addEventListener('htmx:after:swap', () => {
    followArticle();
    tellPage();
    /* In one column the chosen panel is far below the list: go there. Somebody who is typing stays where they type. */
    const title = document.getElementById('texte-t');
    const typing = document.activeElement.matches('.texte :is(input, select, textarea)');
    if (title && !typing && title.dataset.vu !== title.textContent && matchMedia('(max-width: 70rem)').matches) {
      title.tabIndex = -1;
      title.focus();
    }
    if (title) title.dataset.vu = title.textContent;
  });
  document.fonts.ready.then(() => {
    followArticle();
    tellPage();
  });
})();
