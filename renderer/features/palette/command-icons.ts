import {
  ArrowLeftToLine,
  ArrowRightToLine,
  Braces,
  Columns2,
  Globe,
  Keyboard,
  List,
  ListFilter,
  Maximize,
  Monitor,
  Moon,
  PanelLeft,
  Play,
  Plus,
  RotateCw,
  Rows2,
  Search,
  Send,
  Square,
  SquareArrowRight,
  Sun,
  X,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { CommandId } from '../../keymap.ts';

/** The picture of each command in the palette. */
export const COMMAND_ICONS: Readonly<Record<CommandId, LucideIcon>> = {
  send: Send,
  stop: Square,
  'focus-url': Globe,
  'request-params': ListFilter,
  'request-headers': List,
  'request-body': Braces,
  'new-tab': Plus,
  'close-tab': X,
  'reopen-tab': RotateCw,
  'next-tab': ArrowRightToLine,
  'previous-tab': ArrowLeftToLine,
  'toggle-sidebar': PanelLeft,
  'find-sidebar': Search,
  'response-only': Maximize,
  'layout-side': Columns2,
  'layout-stacked': Rows2,
  'theme-system': Monitor,
  'theme-dark': Moon,
  'theme-light': Sun,
  'next-area': SquareArrowRight,
  'previous-area': SquareArrowRight,
  palette: Search,
  'all-keys': Keyboard,
};

/** The picture of a request in the palette. */
export const REQUEST_ICON: LucideIcon = Play;
