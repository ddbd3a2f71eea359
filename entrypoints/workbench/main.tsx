import { mountSurface } from '../../components/shell/mountSurface.tsx';
import { Workbench } from '../../components/shell/Workbench.tsx';

mountSurface(() => <Workbench />);
