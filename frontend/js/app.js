// The bundle of the signed-in pages, phone and desk.
import Alpine from "@alpinejs/csp";
import { startAutosave } from "./autosave.js";
import { startCopy } from "./copy.js";
import { startDialog } from "./dialog.js";
import { startDraft } from "./draft.js";
import { startDrafts } from "./drafts.js";
import { startErrors } from "./errors.js";
import { startFilter } from "./filter.js";
import { startGrow } from "./grow.js";
import { startHtmx } from "./htmx.js";
import { startKeys } from "./keys.js";
import { startMenu } from "./menu.js";
import { startNav } from "./nav.js";
import { startRoll } from "./roll.js";
import { startPeople } from "./people.js";
import { startRuling } from "./ruling.js";
import { startSearchSelect } from "./search-select.js";
import { startSubmit } from "./submit.js";
import { startUpload } from "./upload.js";
import selection from "./selection.js";

document.documentElement.classList.replace("no-js", "js");
startHtmx();
[startDraft, startDrafts, startAutosave, startPeople, startSubmit, startErrors, startDialog, startMenu, startKeys, startCopy, startFilter, startGrow, startNav, startRoll, startUpload, startRuling, startSearchSelect].forEach((start) => start());
Alpine.data("selection", selection);
Alpine.start();
