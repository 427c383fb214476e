import {supported} from '../../../src/core/supported.js'
import {fuzz} from './fuzz.js'

fuzz({dialect: 'mariadb', version: supported.mariadb.newest})
