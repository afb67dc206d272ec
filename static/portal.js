// Saves a draft while somebody writes, and says so in words. The form works without this file: its buttons do the same.
(function () {
  const form = document.querySelector('form[data-autosave]')
  if (!form || !window.fetch) return

  const PAUSE = 3000
  const words = form.querySelector('[data-autosave-words]')
  const version = form.querySelector('[name="version"]')
  let changed = false
  let timer = null
  let saving = null
  let sending = false

  words.textContent = form.dataset.autosave

  function say (text, link) {
    words.textContent = text + ' '
    words.classList.toggle('note', Boolean(link))
    if (!link) return
    const way = document.createElement('a')
    way.href = form.dataset.signIn
    way.target = '_blank'
    way.textContent = form.dataset.signInWords
    words.append(way)
  }

  // After signing in again the form needs the token of the new session; the page itself has it.
  // Returns 'there', 'lost' (signed out) or 'away' (no answer).
  async function freshToken () {
    let answer
    try {
      answer = await fetch(location.pathname, { redirect: 'manual', cache: 'no-store' })
    } catch (error) {
      return 'away'
    }
    if (answer.type === 'opaqueredirect') return 'lost'
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const token = page.querySelector('main [name="csrfmiddlewaretoken"]')
    if (!answer.ok || !token) return 'away'
    for (const field of document.querySelectorAll('[name="csrfmiddlewaretoken"]')) field.value = token.value
    return 'there'
  }

  function post () {
    const data = new FormData(form)
    data.delete('upload')
    data.set('action', 'autosave')
    return fetch(location.pathname, { method: 'POST', body: data, redirect: 'manual' })
  }

  // Returns true if what stands in the form is kept.
  async function save () {
    clearTimeout(timer)
    changed = false
    let answer
    try {
      answer = await post()
      if (answer.status === 403 && await freshToken() === 'there') answer = await post()
    } catch (error) {
      again()
      say(form.dataset.offline)
      return false
    }
    if (answer.type === 'opaqueredirect' || answer.status === 403) {
      again()
      say(form.dataset.lost, true)
      return false
    }
    let told = {}
    try { told = await answer.json() } catch (error) { /* an error page; what is said below is enough */ }
    if (told.saved) version.value = told.version
    if (!told.words) again()
    say(told.words || form.dataset.offline)
    return Boolean(told.saved)
  }

  function again () {
    changed = true
    clearTimeout(timer)
    timer = setTimeout(start, PAUSE * 2)
  }

  function start () {
    if (saving || sending || !changed) return saving
    saving = save().finally(function () { saving = null })
    return saving
  }

  form.addEventListener('input', function (event) {
    if (event.target.type === 'file') return
    changed = true
    clearTimeout(timer)
    timer = setTimeout(start, PAUSE)
  })

  // A button waits for a saving that is under way, and stays on the page if the session or the network is gone.
  form.addEventListener('submit', async function (event) {
    if (sending === 'now') return
    event.preventDefault()
    if (sending) return
    sending = 'soon'
    clearTimeout(timer)
    if (saving) await saving
    const found = await freshToken()
    if (found === 'there') {
      sending = 'now'
      form.requestSubmit(event.submitter)
      return
    }
    sending = false
    again()
    if (found === 'lost') say(form.dataset.lost, true)
    else say(form.dataset.offline)
    words.scrollIntoView({ block: 'center' })
  })

  // The browser asks before a page with unsaved words is left.
  window.addEventListener('beforeunload', function (event) {
    if (changed && !sending) event.preventDefault()
  })
})()
