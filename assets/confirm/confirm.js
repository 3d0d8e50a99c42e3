// One question from the core, two answers. The same page in two hosts: an app window of its
// own (Tauri), or a page on the browser host's second origin. Every word comes from the core
// and is set as text, never as markup.

const element = (id) => document.getElementById(id);

/** How this page gets its question and gives its answer; a 410 means it is answered or over. */
function host() {
  const tauri = window.__TAURI_INTERNALS__;
  if (tauri) {
    return {
      question: () => tauri.invoke('confirm_get'),
      answer: (nonce, yes) => tauri.invoke(yes ? 'confirm_yes' : 'confirm_no', { nonce }),
    };
  }
  const own = { 'x-tongban-key': localStorage.getItem('tongban-key') ?? '' };
  const taken = (response) => {
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response;
  };
  return {
    question: async () => taken(await fetch('request', { headers: own })).json(),
    answer: async (nonce, yes) =>
      taken(await fetch('answer', {
        method: 'POST',
        headers: { ...own, 'content-type': 'application/json' },
        body: JSON.stringify({ nonce, answer: yes ? 'yes' : 'no' }),
      })),
  };
}

function dress({ lang, dir, theme, elder }) {
  const root = document.documentElement;
  root.lang = lang;
  root.dir = dir;
  if (elder) root.dataset.mode = 'elder';
  const prefers = (query) => matchMedia(query).matches;
  const system = prefers('(prefers-contrast: more)') ? 'contrast' : prefers('(prefers-color-scheme: dark)') ? 'dark' : 'light';
  root.dataset.theme = theme === 'system' ? system : theme;
}

function draw(view) {
  document.title = view.title;
  element('title').textContent = view.title;
  element('origin').textContent = view.texts.origin ?? '';
  element('lines').replaceChildren(...view.lines.map(({ label, value }) => {
    const row = document.createElement('div');
    row.append(Object.assign(document.createElement('dt'), { textContent: label }));
    row.append(Object.assign(document.createElement('dd'), { textContent: value }));
    return row;
  }));
  element('notes').replaceChildren(...view.notes.map((note) => {
    const item = document.createElement('li');
    item.append(element('tick').content.cloneNode(true), Object.assign(document.createElement('span'), { textContent: note }));
    return item;
  }));
  element('confirm-yes').textContent = view.action;
  element('wait').textContent = view.texts.wait;
  element('cancel').textContent = view.cancel;
  element('check').textContent = `${view.texts.check_code} ${view.check_code}`;
  element('question').hidden = false;
}

const CROSS = 'M6 6l12 12M18 6 6 18';

function end(text, done) {
  element('question').hidden = true;
  element('end').hidden = false;
  element('end-text').textContent = text;
  if (!done) element('end-mark').setAttribute('d', CROSS);
}

/**
 * Opens the yes only after the question has been in front of the person for a while, and anew
 * each time it comes to the front: a click meant for what was there before hits a button that
 * does not work yet. A window that was never given the focus (a display without a window
 * manager) gets it by the first click, which then only begins the wait.
 */
function readFirst(yes) {
  let timer;
  const set = (ready) => {
    yes.setAttribute('aria-disabled', String(!ready));
    element('wait').classList.toggle('over', ready);
  };
  const stop = () => {
    clearTimeout(timer);
    set(false);
  };
  const begin = () => {
    stop();
    if (document.visibilityState === 'visible') timer = setTimeout(set, READING_MS, true);
  };
  document.addEventListener('visibilitychange', begin);
  addEventListener('focus', begin);
  addEventListener('blur', stop);
  begin();
  return { ready: () => yes.getAttribute('aria-disabled') === 'false', begin };
}

const READING_MS = 1000;

async function main() {
  const { question, answer } = host();
  let view;
  try {
    view = await question();
  } catch {
    // Without the question there are no words in the person's language either: the cross stands alone.
    end('', false);
    return;
  }
  dress(view);
  draw(view);

  const reading = readFirst(element('confirm-yes'));
  const still = () => question().then(({ nonce }) => nonce === view.nonce, () => false);
  const lock = (locked) => { element('confirm-yes').disabled = element('confirm-no').disabled = locked; };
  const give = async (yes) => {
    lock(true);
    try {
      await answer(view.nonce, yes);
    } catch {
      // A yes that the core finds too soon leaves the question standing: it is read once more.
      if (!await still()) return end(view.texts.expired, false);
      lock(false);
      return reading.begin();
    }
    end(yes ? view.texts.done : view.texts.closed, yes);
    window.close();
  };
  element('confirm-yes').addEventListener('click', () => { if (reading.ready()) give(true); });
  element('confirm-no').addEventListener('click', () => give(false));
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !element('confirm-no').disabled) give(false);
  });
}

main();
