// The first page behind the printed link. It keeps the key of this origin where this origin alone
// can read it (not in a cookie: those reach every port), and goes on to the app. The pages of
// questions open in tabs of their own, so the key must outlive this one: local storage.

const key = new URLSearchParams(location.hash.slice(1)).get('key') ?? '';
const answer = await fetch('next', { method: 'POST', headers: { 'x-tongban-key': key } });
if (answer.ok) {
  localStorage.setItem('tongban-key', key);
  location.replace((await answer.json()).enter);
} else {
  document.getElementById('used').hidden = false;
}
