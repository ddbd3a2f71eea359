import { Popup } from '../../components/page/Popup.tsx';
import { mountSurface } from '../../components/shell/mountSurface.tsx';

mountSurface(() => <Popup />);
