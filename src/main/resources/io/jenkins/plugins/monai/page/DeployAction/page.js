/* Keeps the page of a running build up to date: asks the API every two seconds, and lets the server draw what is new. */
(function () {
  "use strict";

  const POLL_MILLIS = 2000;
  const LONGEST_POLL_MILLIS = 15000;
  const TREE =
    "running,now,operations[runId,revision,state,waitingFor,logBytes,logged,cost[usdSoFar]]";
  /* Of a long log the page begins with the end. */
  const FIRST_LOG_BYTES = 200000;
  const MAX_LOG_CHARS = 2000000;

  let root;
  let lost;
  let aheadMillis = 0;
  let failures = 0;

  function url(path) {
    return root.dataset.url + path;
  }

  function sectionOf(runId) {
    return document.getElementById("monai-" + runId);
  }

  function get(path) {
    return fetch(url(path), { cache: "no-store", credentials: "same-origin" }).then((response) => {
      if (!response.ok) {
        throw new Error(path + ": " + response.status);
      }
      return response;
    });
  }

  function getText(path) {
    return get(path).then((response) => response.text());
  }

  /* --- the timeline */

  function duration(seconds) {
    if (seconds < 60) {
      return seconds.toFixed(0) + " s";
    }
    const whole = Math.round(seconds);
    const two = (number) => String(number).padStart(2, "0");
    return whole < 3600
      ? Math.floor(whole / 60) + " min " + two(whole % 60) + " s"
      : Math.floor(whole / 3600) + " h " + two(Math.floor((whole % 3600) / 60)) + " min";
  }

  function drawTimeline(timeline) {
    const now = Date.now() + aheadMillis;
    const start = Number(timeline.dataset.start);
    const phases = Array.from(timeline.children).map((element) => {
      const running = element.dataset.state === "RUNNING";
      const begin = Number(element.dataset.start);
      const end = running ? Math.max(now, begin) : Number(element.dataset.end);
      return { element, running, begin, end };
    });
    if (!phases.some((phase) => phase.running)) {
      return;
    }
    const whole = phases.reduce((longest, phase) => Math.max(longest, phase.end - start), 1);
    for (const phase of phases) {
      if (phase.begin !== 0) {
        const bar = phase.element.querySelector(".monai-phase__span");
        bar.setAttribute("x", String(((phase.begin - start) / whole) * 1000));
        bar.setAttribute("width", String(Math.max(4, ((phase.end - phase.begin) / whole) * 1000)));
      }
      if (phase.running) {
        phase.element.querySelector(".monai-phase__duration").textContent = duration((phase.end - phase.begin) / 1000);
      }
    }
  }

  function drawTimelines() {
    document.querySelectorAll(".monai-timeline").forEach(drawTimeline);
  }

  /* --- the log */

  function append(log, text) {
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    log.hidden = false;
    log.closest(".monai-operation__log").hidden = false;
    log.parentElement.querySelector(".monai-log__empty").hidden = true;
    log.append(text);
    if (log.textContent.length > MAX_LOG_CHARS) {
      log.textContent = log.textContent.slice(-MAX_LOG_CHARS / 2).replace(/^.*\n/, "");
    }
    if (atEnd) {
      log.scrollTop = log.scrollHeight;
    }
  }

  function readLog(section, bytes) {
    const log = section.querySelector(".monai-log");
    const first = log.dataset.offset === undefined;
    const offset = first ? Math.max(0, bytes - FIRST_LOG_BYTES) : Number(log.dataset.offset);
    if (bytes <= offset) {
      return Promise.resolve();
    }
    return get("operation/" + section.dataset.runId + "/logText/progressText?start=" + offset).then((response) =>
      response.text().then((text) => {
        log.dataset.offset = response.headers.get("X-Text-Size") || String(bytes);
        const lines = text.replace(/\r\n/g, "\n");
        append(log, first && offset > 0 ? lines.replace(/^.*\n/, "") : lines);
      }),
    );
  }

  /* --- what the server draws */

  function focusable(target) {
    return Array.from(target.querySelectorAll("a, button"));
  }

  function place(target, html) {
    const focused = focusable(target).indexOf(document.activeElement);
    const parsed = new DOMParser().parseFromString(html, "text/html");
    target.replaceChildren();
    Array.from(parsed.body.childNodes).forEach((node) => target.append(node));
    Behaviour.applySubtree(target, true);
    const again = focusable(target)[focused];
    if (again) {
      again.focus();
    }
  }

  /* An operation may begin after the page was loaded. */
  function ensureSection(runId) {
    const section = sectionOf(runId);
    if (section) {
      return Promise.resolve(section);
    }
    return getText("operation/" + runId + "/newSection").then((html) => {
      const added = document.createElement("div");
      root.append(added);
      place(added, html);
      return sectionOf(runId);
    });
  }

  function ensureBody(section, operation) {
    if (section.dataset.revision === operation.revision) {
      return Promise.resolve();
    }
    return getText("operation/" + operation.runId + "/newBody").then((html) => {
      place(section.querySelector(".monai-operation__body"), html);
      section.dataset.revision = operation.revision;
      section.dataset.state = operation.state;
      section.querySelector(".monai-operation__log").hidden = !operation.logged;
    });
  }

  function drawNow(section, operation) {
    const waiting = section.querySelector(".monai-waiting");
    waiting.hidden = !operation.waitingFor;
    waiting.querySelector(".monai-waiting__for").textContent = operation.waitingFor || "";
    const cost = section.querySelector(".monai-cost__so-far");
    if (cost && operation.cost) {
      const usd = operation.cost.usdSoFar;
      cost.textContent = usd.toFixed(usd < 1 ? 4 : 2);
    }
  }

  function update(operation) {
    return ensureSection(operation.runId).then((section) =>
      ensureBody(section, operation)
        .then(() => drawNow(section, operation))
        .then(() => readLog(section, operation.logBytes)),
    );
  }

  function poll() {
    return get("api/json?tree=" + TREE)
      .then((response) => response.json())
      .then((answer) => {
        aheadMillis = answer.now - Date.now();
        const updates = answer.operations.map(update);
        return Promise.all(updates).then(() => {
          drawTimelines();
          root.dataset.running = String(answer.running);
          return answer.running;
        });
      });
  }

  function keepUp() {
    /* A tab that nobody looks at asks nothing. */
    const polled = document.hidden ? Promise.resolve(true) : poll();
    polled
      .then(
        (running) => {
          failures = 0;
          lost.hidden = true;
          return running;
        },
        () => {
          failures++;
          lost.hidden = failures < 3;
          return true;
        },
      )
      .then((running) => {
        if (running) {
          setTimeout(keepUp, Math.min(POLL_MILLIS * (1 + failures), LONGEST_POLL_MILLIS));
        }
      });
  }

  document.addEventListener("DOMContentLoaded", () => {
    root = document.querySelector(".monai-operations");
    lost = document.querySelector(".monai-lost");
    keepUp();
    setInterval(() => {
      if (root.dataset.running === "true") {
        drawTimelines();
      }
    }, 1000);
  });
})();
