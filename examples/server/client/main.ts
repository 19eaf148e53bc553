import { startChangeForms } from "./change-forms.ts";
import { startConfigurationForm } from "./configuration-form.ts";
import { startListControls } from "./list-controls.ts";
import { createLivePage } from "./live-page.ts";
import { startMoments } from "./moments.ts";
import { startRestartForm } from "./restart-form.ts";

/** Makes a page that works by itself a pleasant one: live, with an editor, without going to another page for a change. */
const moments = startMoments();
const live = createLivePage({ adopted: moments.tell });
startListControls(live);
startConfigurationForm(live);
startRestartForm(live);
startChangeForms(live);
