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

/* A form that has just been opened does not complain of what nobody has had the time to write. */
Behaviour.specify("input.monai-untouched", "monai-untouched", 0, (field) => {
  const complaint = field.closest(".jenkins-form-item").querySelector(".validation-error-area");
  if (!complaint || field.value !== "") {
    return;
  }
  const touched = () => complaint.classList.remove("jenkins-hidden");
  complaint.classList.add("jenkins-hidden");
  ["input", "change", "blur"].forEach((event) => field.addEventListener(event, touched, { once: true }));
});
