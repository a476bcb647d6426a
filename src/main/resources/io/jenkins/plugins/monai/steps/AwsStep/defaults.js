/* An empty field shows what is taken in its place: the default of the AWS profile that is chosen. */
Behaviour.specify("select.monai-profile", "monai-profile-defaults", 0, (profile) => {
  function show(defaults) {
    Object.keys(defaults).forEach((name) => {
      const field = findNearBy(profile, name);
      if (field) {
        field.placeholder = defaults[name];
      }
    });
  }

  function update() {
    fetch(profile.dataset.defaults, {
      method: "post",
      headers: crumb.wrap({ "Content-Type": "application/x-www-form-urlencoded" }),
      body: new URLSearchParams({ profile: profile.value }),
    })
      .then((response) => (response.ok ? response.json() : { data: {} }))
      .then((answer) => show(answer.data));
  }

  profile.addEventListener("change", update);
  update();
});
