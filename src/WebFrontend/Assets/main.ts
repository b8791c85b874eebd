import { start as startDrive } from './enhance/drive';
import { start as startElements } from './enhance/elements';
import { start as startForms } from './enhance/forms';
import { start as startMenus } from './enhance/menus';
import { start as startProgress } from './enhance/progress';
import { start as startPushes } from './enhance/pushes';
import { start as startRefresh } from './enhance/refresh';
import { start as startTabs } from './enhance/tabs';
import { start as startTheme } from './enhance/theme';
import { start as startTimes } from './enhance/times';
import './brand.svg?url';
import './generated/icons.svg?url';

// Everything here improves a page that already works: links link and forms post without it.
startDrive();
startElements();
startForms();
startMenus();
startProgress();
startPushes();
startRefresh();
startTabs();
startTheme();
startTimes();
