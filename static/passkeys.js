// Ties the forms for passkeys to the browser: data-passkey says what a form does (add, authenticate, login).
// Everything else on the page works without this file.
(function () {
  const form = document.querySelector('form[data-passkey]')
  if (!form || !window.PublicKeyCredential || !window.allauth) return

  const section = form.closest('section[hidden]')
  if (section) section.hidden = false

  const credential = form.querySelector('[name="credential"]')
  const passwordless = form.querySelector('[name="passwordless"]')
  const error = form.querySelector('[data-passkey-error]')
  const ids = { credential: credential.id, data: 'passkey-data' }
  ids[form.dataset.passkey] = 'passkey-button'
  if (passwordless) ids.passwordless = passwordless.id

  document.getElementById('passkey-button').addEventListener('click', function () { error.hidden = true })
  document.addEventListener('allauth.error', function (event) {
    event.preventDefault()
    error.hidden = false
  })
  window.allauth.webauthn.forms[form.dataset.passkey + 'Form']({ ids })
})()
