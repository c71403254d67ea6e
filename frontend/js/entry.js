// The small bundle: scan, sign-in, login and error pages.
import { startDraft } from "./draft.js";
import { startErrors } from "./errors.js";
import { startCopy } from "./copy.js";
import { startNav } from "./nav.js";
import { startSubmit } from "./submit.js";

document.documentElement.classList.replace("no-js", "js");
startDraft();
startSubmit();
startErrors();
startCopy();
startNav();
